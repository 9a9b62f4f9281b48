import { html, nothing, type TemplateResult } from 'lit-html'
import { ref } from 'lit-html/directives/ref.js'
import type { CaseDetail } from '../../wire.ts'
import { reply } from '../acts.ts'
import { readDraft, writeDraft } from '../drafts.ts'
import { scrollToNewest } from '../scrolling.ts'
import { isMine, update } from '../state.ts'
import { languageName, text } from '../text.ts'

const longest = 4_000
/** Characters left from which on the page says how many. */
const sayLeft = 500

export function composerView(detail: CaseDetail): TemplateResult {
  const obstacle = obstacleTo(detail)
  const left = longest - [...readDraft(detail.id)].length
  return html`
    <form class="composer" @submit=${(event: Event) => submit(event, detail)}>
      <label for="reply" class="visually-hidden">${text('desk.reply')}</label>
      <textarea
        id="reply"
        dir="auto"
        rows="2"
        placeholder=${obstacle ? nothing : text('desk.reply.placeholder', { language: languageName(detail.language) })}
        aria-describedby="reply-hint"
        aria-invalid=${left < 0 ? 'true' : 'false'}
        ?disabled=${obstacle !== undefined}
        @input=${(event: Event) => write(event, detail)}
        @keydown=${(event: KeyboardEvent) => sendByKey(event, detail)}
        ${ref((element) => fillDraft(element, detail.id))}
      ></textarea>
      <button class="button primary" ?disabled=${obstacle !== undefined || left < 0}>
        ${text('desk.reply.send')}
      </button>
      <p id="reply-hint" class="hint">${obstacle ?? hint(left)}</p>
    </form>
  `
}

/** Why nothing can be written here. */
function obstacleTo(detail: CaseDetail): string | undefined {
  if (detail.status === 'closed') {
    const closedBy = detail.closedBy ? text(`desk.closed-by.${detail.closedBy}`) : ''
    return `${closedBy} ${text('desk.reply.closed')}`.trim()
  }
  if (isMine(detail)) return undefined
  return text('desk.reply.claimed', { name: detail.claimedBy?.name ?? '' })
}

function hint(left: number): TemplateResult {
  if (left < 0) return html`<strong>${text('desk.reply.too-long', { count: -left })}</strong>`
  if (left < sayLeft) return html`${text('desk.reply.left', { count: left })}`
  return html`
    ${text('desk.reply.reaches')} <span class="only-wide">${text('desk.reply.shortcut')}</span>
  `
}

/** Once, when the field appears: afterwards it belongs to the mediator. */
function fillDraft(element: Element | undefined, caseId: string): void {
  const field = element as HTMLTextAreaElement | undefined
  if (!field || field.dataset.case === caseId) return
  field.dataset.case = caseId
  field.value = readDraft(caseId)
  grow(field)
}

function write(event: Event, detail: CaseDetail): void {
  const field = event.target as HTMLTextAreaElement
  writeDraft(detail.id, field.value)
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
  const written = readDraft(detail.id).trim()
  if (written === '' || [...written].length > longest || !isMine(detail)) return
  writeDraft(detail.id, '')
  const field = document.getElementById('reply') as HTMLTextAreaElement
  field.value = ''
  grow(field)
  field.focus()
  void reply(detail, written)
  scrollToNewest()
  field.focus()
}
