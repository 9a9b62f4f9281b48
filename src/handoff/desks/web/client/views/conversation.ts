import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { DeskTextKey } from '../../text-keys.ts'
import type { CaseDetail, CaseLine } from '../../wire.ts'
import { discard, send } from '../acts.ts'
import { newestVisible, onConversationScroll, scrollToNewest } from '../scrolling.ts'
import { type PendingText, state } from '../state.ts'
import { clockTime, eventSentence, fullTime, text } from '../text.ts'
import { attachmentsView, pendingFilesView } from './attachments.ts'
import { hasRooms } from './mediation.ts'

export function conversationView(detail: CaseDetail): TemplateResult {
  const lines = detail.lines.filter((line) => isInRoom(line, detail))
  const pending = (state.pending.get(detail.id) ?? []).filter(
    ({ mode }) => (mode === 'common') === (state.room === 'common'),
  )
  return html`
    <div class="conversation-frame">
      <div
        class="conversation"
        id="conversation"
        tabindex="0"
        role="region"
        aria-label=${text('desk.conversation')}
        @scroll=${onConversationScroll}
      >
        <ol class="lines">
          ${repeat(
            lines,
            ({ id }) => id,
            (line, index) => lineView(line, detail, lines[index - 1]),
          )}
          ${repeat(
            pending,
            ({ id }) => id,
            (one) => pendingView(one, detail),
          )}
        </ol>
      </div>
      ${
        newestVisible()
          ? nothing
          : html`<button class="button to-newest" @click=${scrollToNewest}>${text('desk.new-below')}</button>`
      }
    </div>
  `
}

/** The private word and the common room stand apart; what happened to the case stands in both. */
function isInRoom({ author, forBoth }: CaseLine, detail: CaseDetail): boolean {
  return author === 'system' || !hasRooms(detail) || forBoth === (state.room === 'common')
}

function lineView(
  line: CaseLine,
  detail: CaseDetail,
  before: CaseLine | undefined,
): TemplateResult {
  const time = html`
    <time datetime=${line.at} title=${fullTime(line.at)}>${clockTime(line.at, state.now)}</time>
  `
  if (line.author === 'system') {
    return html`
      <li class="line system"><p><span>${eventSentence(line.text, line.name)}</span> ${time}</p></li>
    `
  }
  // A proposal has its head, which says so.
  const continued = before?.author === line.author && before.name === line.name && !line.proposal
  return html`
    <li class="line ${line.author} ${continued ? 'continued' : ''}">
      <p class="line-head">
        <bdi class="line-author">${authorName(line, detail)}</bdi>
        ${line.proposal ? html`<span class="proposal">${text('desk.author.proposal')}</span>` : nothing}
        ${time}
      </p>
      <div class="bubble">
        ${line.text ? wordsView(line, detail) : nothing}${attachmentsView(line.attachments)}
      </div>
    </li>
  `
}

/**
 * What a mediator can read comes first: the translation of a user's words, but their own words as
 * they wrote them. The other of the two is one tap away.
 */
function wordsView(line: CaseLine, { language }: CaseDetail): TemplateResult {
  // Only the user's language is known: the assistant answers in it, a mediator writes in any.
  const isFromDesk = line.author === 'mediator' || line.author === 'note'
  const isForeign = isFromDesk || line.author === 'other-side'
  const written = html`<p dir="auto" lang=${isForeign ? nothing : language}>${line.text}</p>`
  const { translation } = line
  switch (translation?.kind) {
    case undefined:
      return written
    case 'unsure':
      return html`${written}<p class="unsure">${text('desk.translation.unsure')}</p>`
    case 'translated': {
      const translated = html`<p dir="auto" lang=${translation.language}>${translation.text}</p>`
      const mark = html`<p class="by-machine">${text('desk.translation.machine', { service: translation.by })}</p>`
      return isFromDesk
        ? html`${written}${otherReading('desk.translation.sent', html`${translated}${mark}`)}`
        : html`${translated}${mark}${otherReading('desk.translation.original', written)}`
    }
    default:
      return translation satisfies never
  }
}

function otherReading(label: DeskTextKey, content: TemplateResult): TemplateResult {
  return html`
    <details class="other-reading">
      <summary>${text(label)}</summary>
      ${content}
    </details>
  `
}

function authorName({ author, name }: CaseLine, { claimedBy }: CaseDetail): string {
  switch (author) {
    case 'user':
      return text('desk.author.user')
    case 'assistant':
      return text('desk.author.assistant')
    case 'mediator':
      if (claimedBy?.account === state.account?.id && name === state.account?.name) {
        return text('desk.author.you')
      }
      return name ?? text('desk.author.mediator')
    case 'note':
      return text('desk.author.note', { name: name ?? text('desk.author.mediator') })
    case 'other-side':
      return text('desk.author.other-side')
    case 'system':
      return ''
    default:
      return author satisfies never
  }
}

function pendingView(one: PendingText, { id }: CaseDetail): TemplateResult {
  const isNote = one.mode === 'note'
  const author = isNote
    ? text('desk.author.note', { name: state.account?.name ?? '' })
    : text('desk.author.you')
  return html`
    <li class="line ${isNote ? 'note' : 'mediator'} pending">
      <p class="line-head">
        <span class="line-author">${author}</span>
        ${one.failed ? nothing : html`<span>${text('desk.reply.sending')}</span>`}
      </p>
      <div class="bubble">
        ${one.text ? html`<p dir="auto">${one.text}</p>` : nothing}${pendingFilesView(one.id)}
      </div>
      ${one.failed ? failedView(one, id) : nothing}
    </li>
  `
}

function failedView(one: PendingText, caseId: string): TemplateResult {
  return html`
    <div class="failed" role="alert">
      <p>${text('desk.reply.failed')} ${one.failed}</p>
      <button class="button" @click=${() => send(caseId, one)}>${text('desk.retry')}</button>
      <button class="button quiet" @click=${() => discard(caseId, one.id)}>
        ${text('desk.cancel')}
      </button>
    </div>
  `
}
