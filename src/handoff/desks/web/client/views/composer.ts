/** Writing to the user, or to the team: never to be mixed up. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { keyed } from 'lit-html/directives/keyed.js'
import { ref } from 'lit-html/directives/ref.js'
import type { DeskTextKey } from '../../text-keys.ts'
import type { CaseDetail } from '../../wire.ts'
import { claim, reopen, write } from '../acts.ts'
import { chosenFor } from '../attachments.ts'
import { readDraft, writeDraft } from '../drafts.ts'
import { focusNext } from '../focus.ts'
import { scrollToNewest } from '../scrolling.ts'
import { isMine, state, update, type WritingMode } from '../state.ts'
import { languageName, text } from '../text.ts'
import { attachButton, chosenFilesView } from './attachments.ts'
import { showRoom } from './mediation.ts'
import { phrasesButton, phrasesView } from './phrases.ts'

const longest = 4_000
/** Characters left from which on the page says how many. */
const sayLeft = 500

/** Writing to both sides is offered while there is a room to write to. */
function modesFor({ mediation }: CaseDetail): WritingMode[] {
  return mediation?.status === 'open' ? ['reply', 'common', 'note'] : ['reply', 'note']
}

function choose(mode: WritingMode): void {
  if (mode === 'note') update({ mode })
  else showRoom(mode === 'common' ? 'common' : 'private')
}

export function composerView(detail: CaseDetail): TemplateResult {
  return html`
    <div class="modes" role="group" aria-label=${text('desk.compose')}>
      ${modesFor(detail).map(
        (mode) => html`
          <button
            class="mode ${mode}"
            aria-pressed=${state.mode === mode ? 'true' : 'false'}
            @click=${() => choose(mode)}
          >
            ${text(`desk.compose.${mode}`)}
          </button>
        `,
      )}
      ${canReply(detail) ? html`${phrasesButton(detail)}${attachButton(detail)}` : nothing}
    </div>
    ${keyed(state.mode, state.mode === 'note' ? fieldView(detail, undefined) : replyView(detail))}
  `
}

function canReply(detail: CaseDetail): boolean {
  return state.mode === 'reply' && isMine(detail) && detail.status !== 'closed'
}

/** What can be done now: take the case, write, or the reason why neither. */
function replyView(detail: CaseDetail): TemplateResult {
  if (detail.status === 'closed') {
    const closedBy = detail.closedBy ? text(`desk.closed-by.${detail.closedBy}`) : ''
    return actView('reopen', `${closedBy} ${text('desk.reopen.hint')}`, detail, reopen)
  }
  if (!detail.claimedBy) return actView('claim', text('desk.claim.hint'), detail, claim)
  if (isMine(detail)) {
    const isOver = state.mode === 'common' && detail.mediation?.status !== 'open'
    return fieldView(detail, isOver ? text('desk.error.mediation') : undefined)
  }
  return fieldView(detail, text('desk.reply.claimed', { name: detail.claimedBy.name }))
}

function actView(
  act: 'claim' | 'reopen',
  hint: string,
  detail: CaseDetail,
  perform: (detail: CaseDetail) => Promise<void>,
): TemplateResult {
  const working = state.working === `${act}:${detail.id}`
  return html`
    <div class="claim">
      <p id="act-hint">${hint}</p>
      <button
        class="button primary"
        ?disabled=${working}
        aria-describedby="act-hint"
        @click=${() => perform(detail)}
      >
        ${text(working ? 'desk.working' : `desk.${act}`)}
      </button>
    </div>
  `
}

/** @param obstacle Why nothing can be written here. */
function fieldView(detail: CaseDetail, obstacle: string | undefined): TemplateResult {
  const { mode } = state
  const left = longest - [...readDraft(detail.id, mode)].length

  return html`
    ${mode === 'reply' && !obstacle ? phrasesView((sentence) => insertText(detail, sentence)) : nothing}
    ${mode === 'reply' && !obstacle ? chosenFilesView(detail) : nothing}
    <form class="composer ${mode}" @submit=${(event: Event) => submit(event, detail)}>
      <label for=${mode} class="visually-hidden">
        ${text(labels[mode])}
      </label>
      <textarea
        id=${mode}
        dir="auto"
        rows="2"
        placeholder=${obstacle ? nothing : placeholderOf(detail)}
        aria-describedby="writing-hint"
        aria-invalid=${left < 0 ? 'true' : 'false'}
        ?disabled=${obstacle !== undefined}
        @input=${(event: Event) => takeInput(event, detail)}
        @keydown=${(event: KeyboardEvent) => sendByKey(event, detail)}
        ${ref((element) => fillDraft(element, detail.id))}
      ></textarea>
      <button class="button primary" ?disabled=${obstacle !== undefined || left < 0}>
        ${text(mode === 'note' ? 'desk.note.save' : 'desk.reply.send')}
      </button>
      <p id="writing-hint" class="hint">${obstacle ?? hint(left)}</p>
    </form>
  `
}

const labels = {
  reply: 'desk.reply',
  common: 'desk.compose.common',
  note: 'desk.compose.note',
} as const satisfies Record<WritingMode, DeskTextKey>

/** Who will read it, at the field itself. */
const hints = {
  reply: 'desk.reply.reaches',
  common: 'desk.reply.reaches-both',
  note: 'desk.note.hint',
} as const satisfies Record<WritingMode, DeskTextKey>

function placeholderOf({ language }: CaseDetail): string {
  switch (state.mode) {
    case 'note':
      return text('desk.note.placeholder')
    case 'common':
      return text('desk.reply.reaches-both')
    case 'reply':
      return text('desk.reply.placeholder', { language: languageName(language) })
    default:
      return state.mode satisfies never
  }
}

/** Puts a ready-made sentence where the writing stands. */
function insertText(detail: CaseDetail, sentence: string): void {
  const field = document.getElementById('reply') as HTMLTextAreaElement | null
  if (!field) return
  const written = field.value.slice(0, field.selectionStart)
  const before = written !== '' && !/\s$/u.test(written) ? ' ' : ''
  field.setRangeText(before + sentence, field.selectionStart, field.selectionEnd, 'end')
  writeDraft(detail.id, 'reply', field.value)
  grow(field)
  focusNext('reply')
  update({})
}

function hint(left: number): TemplateResult {
  if (left < 0) return html`<strong>${text('desk.reply.too-long', { count: -left })}</strong>`
  if (left < sayLeft) return html`${text('desk.reply.left', { count: left })}`
  return html`
    ${state.mode === 'common' && state.writesProposal ? html`<strong>${text('desk.author.proposal')}:</strong>` : nothing}
    ${text(hints[state.mode])}
    <span class="only-wide">${text('desk.reply.shortcut')}</span>
  `
}

/** Once, when the field appears: afterwards it belongs to the mediator. */
function fillDraft(element: Element | undefined, caseId: string): void {
  const field = element as HTMLTextAreaElement | undefined
  if (!field || field.dataset.case === caseId) return
  field.dataset.case = caseId
  field.value = readDraft(caseId, state.mode)
  grow(field)
}

function takeInput(event: Event, detail: CaseDetail): void {
  const field = event.target as HTMLTextAreaElement
  writeDraft(detail.id, state.mode, field.value)
  grow(field)
  update({})
}

/** The style sheet sets the smallest and the largest height. */
function grow(field: HTMLTextAreaElement): void {
  field.style.blockSize = 'auto'
  field.style.blockSize = `${field.scrollHeight + 2}px`
}

function sendByKey(event: KeyboardEvent, detail: CaseDetail): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
  submit(event, detail)
}

function submit(event: Event, detail: CaseDetail): void {
  event.preventDefault()
  const { mode } = state
  const written = readDraft(detail.id, mode).trim()
  const isHeard = mode !== 'common' || detail.mediation?.status === 'open'
  const isAllowed = mode === 'note' || (isMine(detail) && detail.status !== 'closed' && isHeard)
  const hasFiles = mode === 'reply' && chosenFor(detail.id).length > 0
  if ((written === '' && !hasFiles) || [...written].length > longest || !isAllowed) return
  writeDraft(detail.id, mode, '')
  const field = document.getElementById(mode) as HTMLTextAreaElement
  field.value = ''
  grow(field)
  void write(detail, mode, written)
  scrollToNewest()
  focusNext(mode)
}
