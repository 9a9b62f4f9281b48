/** Ready-made sentences: what the user will read, and below it what that says. */
import { html, nothing, type TemplateResult } from 'lit-html'
import type { CaseDetail, Phrase } from '../../wire.ts'
import { loadPhrases } from '../acts.ts'
import { settings } from '../settings.ts'
import { state, update } from '../state.ts'
import { text } from '../text.ts'

export function phrasesButton(detail: CaseDetail): TemplateResult {
  const { phrases } = state
  return html`
    <button
      class="mode phrases-button"
      id="phrases"
      aria-expanded=${phrases ? 'true' : 'false'}
      @click=${() => (phrases ? update({ phrases: undefined }) : loadPhrases(detail))}
    >
      ${text('desk.phrases')}
    </button>
  `
}

/** Over the field, while they are unfolded. */
export function phrasesView(insert: (sentence: string) => void): TemplateResult | typeof nothing {
  const { phrases } = state
  if (!phrases) return nothing
  return html`
    <div class="phrases" @keydown=${foldOnEscape}>
      <p class="hint">${text('desk.phrases.hint')}</p>
      <ul>
        ${phrases.map((phrase) => html`<li>${phraseButton(phrase, insert)}</li>`)}
      </ul>
    </div>
  `
}

function phraseButton(phrase: Phrase, insert: (sentence: string) => void): TemplateResult {
  const reading = settings.texts[phrase.key] ?? phrase.text
  return html`
    <button type="button" class="phrase" @click=${() => insert(phrase.text)}>
      <span dir="auto">${phrase.text}</span>
      ${reading === phrase.text ? nothing : html`<span class="muted" dir="auto">${reading}</span>`}
    </button>
  `
}

function foldOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return
  update({ phrases: undefined })
  document.getElementById('phrases')?.focus()
}
