import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { WebLine, WebReply } from '../protocol.ts'
import { attachmentTemplate } from './attachments.ts'
import { blockTemplate } from './blocks.ts'
import { type Item, openReplies, type Pending } from './transcript.ts'
import type { Words } from './words.ts'

export interface ConversationActions {
  press: (label: string, action: string) => void
  resend: (pending: Pending) => void
}

export function conversationTemplate(
  items: Item[],
  words: Words,
  actions: ConversationActions,
): TemplateResult {
  const open = openReplies(items)
  const drawn = items.filter((item) => item.kind === 'line' || !item.pending.silent)
  return html`${repeat(
    drawn,
    ({ key }) => key,
    (item) => {
      if (item.kind === 'pending') return pendingTemplate(item.pending, words, actions)
      if (item.line.from === 'user') return ownTemplate(item.line, item.line.text, words, nothing)
      return replyTemplate(item.line, open.has(item.key), words, actions)
    },
  )}`
}

/** A reply that is still being written; it has no buttons yet. */
export function draftTemplate(line: WebLine, words: Words): TemplateResult | undefined {
  return line.from === 'user' ? undefined : replyTemplate(line, false, words, noActions)
}

const noActions: ConversationActions = { press() {}, resend() {} }

function pendingTemplate(pending: Pending, words: Words, actions: ConversationActions) {
  return ownTemplate(pending, pending.text, words, stateTemplate(pending, words, actions))
}

function ownTemplate(
  line: { at: string },
  text: string,
  words: Words,
  state: TemplateResult | typeof nothing,
) {
  return html`<article class="line own">
    <p class="who"><span class="visually-hidden">${words.text('web.you')}</span> ${timeTemplate(line.at, words)}</p>
    <p class="said written" dir="auto">${text}</p>
    ${state}
  </article>`
}

function stateTemplate(pending: Pending, words: Words, actions: ConversationActions) {
  switch (pending.state) {
    case 'accepted':
      return nothing
    case 'sending':
      return html`<p class="state">${words.text('web.sending')}</p>`
    case 'waiting':
    case 'failed': {
      const why = pending.state === 'waiting' ? 'web.waiting' : 'web.failed'
      return html`<p class="state problem">${pending.problem ?? words.text(why)}</p>
        <button type="button" class="resend" @click=${() => actions.resend(pending)}>
          ${words.text('web.resend')}
        </button>`
    }
    default:
      throw pending.state satisfies never
  }
}

function replyTemplate(
  line: Extract<WebLine, WebReply>,
  open: boolean,
  words: Words,
  actions: ConversationActions,
) {
  const who = line.from === 'person' ? 'web.person' : 'web.assistant'
  return html`<article class="line ${line.from}">
    <p class="who"><span>${words.text(who)}</span> ${timeTemplate(line.at, words)}</p>
    <div class="said" lang=${line.language} dir=${line.direction}>
      ${line.blocks.map((block) => blockTemplate(block, words))}
      ${(line.attachments ?? []).map((attachment) => attachmentTemplate(attachment, words))}
    </div>
    ${open && line.buttons.length > 0 ? buttonsTemplate(line, actions) : nothing}
  </article>`
}

function buttonsTemplate(line: WebReply, actions: ConversationActions) {
  return html`<div class="buttons" lang=${line.language} dir=${line.direction}>
    ${line.buttons.map(
      (row) =>
        html`<div>
          ${row.map(
            ({ label, action }) =>
              html`<button type="button" @click=${() => actions.press(label, action)}>${label}</button>`,
          )}
        </div>`,
    )}
  </div>`
}

function timeTemplate(instant: string, words: Words) {
  return html`<time datetime=${instant} dir="ltr">${words.time(instant)}</time>`
}
