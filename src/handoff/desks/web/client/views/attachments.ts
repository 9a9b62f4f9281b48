/** What goes along with words: in the conversation, and on its way into it. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { CaseDetail, LineAttachment } from '../../wire.ts'
import { type ChosenFile, chooseFiles, chosenFor, dropFile, filesOf } from '../attachments.ts'
import { fileSize, text } from '../text.ts'

export function attachmentsView(attachments: LineAttachment[]): TemplateResult | typeof nothing {
  if (attachments.length === 0) return nothing
  return html`<div class="attachments">${attachments.map(attachmentView)}</div>`
}

function attachmentView({ shown, url, name, alternative, size }: LineAttachment): TemplateResult {
  switch (shown) {
    case 'image':
      return html`
        <a href=${url} target="_blank" rel="noopener">
          <img src=${url} loading="lazy" alt=${alternative || text('attachment.photo')} />
        </a>
      `
    case 'sound':
      return html`
        <audio controls preload="none" src=${url} aria-label=${text('attachment.voice')}></audio>
        ${alternative ? html`<p dir="auto">${alternative}</p>` : nothing}
      `
    case 'file':
      return html`
        <a class="file" href=${url} download=${name}>
          <bdi>${name}</bdi> <bdi>${fileSize(size)}</bdi>
        </a>
      `
    default:
      return shown satisfies never
  }
}

/** Of a reply that is on its way. */
export function pendingFilesView(replyId: string): TemplateResult | typeof nothing {
  const files = filesOf(replyId)
  if (files.length === 0) return nothing
  return html`<div class="attachments">${files.map(({ name }) => html`<p><bdi>${name}</bdi></p>`)}</div>`
}

/** The button that chooses files, for the row of buttons above the field. */
export function attachButton({ id }: CaseDetail): TemplateResult {
  return html`
    <label class="mode attach">
      ${text('desk.attach')}
      <input
        id="attach"
        class="visually-hidden"
        type="file"
        multiple
        @change=${(event: Event) => takeFiles(event, id)}
      />
    </label>
  `
}

function takeFiles(event: Event, caseId: string): void {
  const input = event.target as HTMLInputElement
  // A copy: the list is the field's own, and is emptied with it.
  void chooseFiles(caseId, [...(input.files ?? [])])
  // The same file can be chosen again after it was removed.
  input.value = ''
}

export function chosenFilesView({ id }: CaseDetail): TemplateResult | typeof nothing {
  const files = chosenFor(id)
  if (files.length === 0) return nothing
  return html`
    <ul class="chosen-files">
      ${repeat(
        files,
        (one) => one,
        (one) => chosenFileView(id, one),
      )}
    </ul>
  `
}

function chosenFileView(caseId: string, one: ChosenFile): TemplateResult {
  const isPhoto = one.file.type.startsWith('image/')
  return html`
    <li>
      <p><bdi>${one.name}</bdi> <bdi>${fileSize(one.file.size)}</bdi></p>
      <button
        type="button"
        class="button quiet"
        aria-label=${text('desk.attach.remove', { name: one.name })}
        @click=${() => dropFile(caseId, one)}
      >
        ×
      </button>
      ${
        isPhoto
          ? html`<label>
              ${text('desk.attach.alternative')}
              <input
                type="text"
                dir="auto"
                maxlength="500"
                @input=${(event: Event) => {
                  one.alternative = (event.target as HTMLInputElement).value
                }}
              />
            </label>`
          : nothing
      }
    </li>
  `
}
