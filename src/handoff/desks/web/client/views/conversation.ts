import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { CaseDetail } from '../../wire.ts'
import { discardReply, sendReply } from '../acts.ts'
import { newestVisible, onConversationScroll, scrollToNewest } from '../scrolling.ts'
import { type PendingReply, state } from '../state.ts'
import { clockTime, eventSentence, fullTime, text } from '../text.ts'

type Line = CaseDetail['lines'][number]

export function conversationView(detail: CaseDetail): TemplateResult {
  const pending = state.pending.get(detail.id) ?? []
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
            detail.lines,
            ({ id }) => id,
            (line, index) => lineView(line, detail, detail.lines[index - 1]),
          )}
          ${repeat(
            pending,
            ({ id }) => id,
            (reply) => pendingView(reply, detail),
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

function lineView(line: Line, detail: CaseDetail, before: Line | undefined): TemplateResult {
  const time = html`
    <time datetime=${line.at} title=${fullTime(line.at)}>${clockTime(line.at, state.now)}</time>
  `
  if (line.author === 'system') {
    return html`
      <li class="line system"><p><span>${eventSentence(line.text, line.name)}</span> ${time}</p></li>
    `
  }
  const continued = before?.author === line.author && before.name === line.name
  // Only the user's language is known: the assistant answers in it, a mediator writes in any.
  const isFromDesk = line.author === 'mediator' || line.author === 'note'
  const language = isFromDesk ? nothing : detail.language
  return html`
    <li class="line ${line.author} ${continued ? 'continued' : ''}">
      <p class="line-head"><bdi class="line-author">${authorName(line, detail)}</bdi> ${time}</p>
      <div class="bubble"><p dir="auto" lang=${language}>${line.text}</p></div>
    </li>
  `
}

function authorName({ author, name }: Line, { claimedBy }: CaseDetail): string {
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
    case 'system':
      return ''
    default:
      return author satisfies never
  }
}

function pendingView(reply: PendingReply, { id }: CaseDetail): TemplateResult {
  return html`
    <li class="line mediator pending">
      <p class="line-head">
        <span class="line-author">${text('desk.author.you')}</span>
        ${reply.failed ? nothing : html`<span>${text('desk.reply.sending')}</span>`}
      </p>
      <div class="bubble"><p dir="auto">${reply.text}</p></div>
      ${reply.failed ? failedView(reply, id) : nothing}
    </li>
  `
}

function failedView(reply: PendingReply, caseId: string): TemplateResult {
  return html`
    <div class="failed" role="alert">
      <p>${text('desk.reply.failed')} ${reply.failed}</p>
      <button class="button" @click=${() => sendReply(caseId, reply)}>${text('desk.retry')}</button>
      <button class="button quiet" @click=${() => discardReply(caseId, reply.id)}>
        ${text('desk.cancel')}
      </button>
    </div>
  `
}
