/** Closing, handing back and handing over: the buttons, and what they ask before it happens. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { caseOutcomes } from '../../../../../message.ts'
import type { CaseDetail } from '../../wire.ts'
import { close, handOver, loadColleagues, release } from '../acts.ts'
import { newDraftLink } from '../router.ts'
import { isMine, type Question, state, update } from '../state.ts'
import { text } from '../text.ts'
import { auditButton } from './audit.ts'

/** Closing is free to everybody while nobody has the case; the rest is for whoever has it. */
function possibleQuestions(detail: CaseDetail): Question[] {
  if (detail.status === 'closed') return []
  if (isMine(detail)) return ['hand-over', 'release', 'close']
  return detail.claimedBy ? [] : ['close']
}

export function caseActs(detail: CaseDetail): TemplateResult | typeof nothing {
  const questions = possibleQuestions(detail)
  const audit = auditButton(detail)
  const draft = draftLinkView(detail)
  if (questions.length === 0 && audit === nothing && draft === nothing) return nothing
  return html`
    <div class="case-acts">
      ${audit} ${draft} ${questions.map((question) => questionButton(question, detail))}
    </div>
  `
}

/** What was answered once may be asked again. */
function draftLinkView({ id, lines }: CaseDetail): TemplateResult | typeof nothing {
  if (!lines.some(({ author }) => author === 'mediator')) return nothing
  return html`
    <a class="button quiet" id="make-draft" href=${newDraftLink(id)}>${text('desk.draft.make')}</a>
  `
}

/** Under the heading of the case, while it is asked. */
export function questionView(detail: CaseDetail): TemplateResult | typeof nothing {
  if (!possibleQuestions(detail).some((one) => one === state.question)) return nothing
  switch (state.question) {
    case undefined:
      return nothing
    case 'close':
      return closeQuestion(detail)
    case 'release':
      return releaseQuestion(detail)
    case 'hand-over':
      return handOverQuestion(detail)
    default:
      return state.question satisfies never
  }
}

function questionButton(question: Question, detail: CaseDetail): TemplateResult {
  const working = state.working === `${question}:${detail.id}`
  return html`
    <button
      class="button"
      id="${question}-case"
      ?disabled=${working}
      aria-expanded=${state.question === question ? 'true' : 'false'}
      @click=${() => toggle(question, detail)}
    >
      ${text(working ? 'desk.working' : `desk.${question}`)}
    </button>
  `
}

function toggle(question: Question, detail: CaseDetail): void {
  const asked = state.question === question ? undefined : question
  update({ question: asked })
  if (asked === 'hand-over') void loadColleagues(detail)
  queueMicrotask(() => document.getElementById('question')?.focus())
}

function dismiss(): void {
  const { question } = state
  update({ question: undefined })
  document.getElementById(`${question}-case`)?.focus()
}

function dismissOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape') dismiss()
}

function closeQuestion(detail: CaseDetail): TemplateResult {
  const submit = (form: FormData) => {
    const chosen = form.get('outcome')
    const outcome = caseOutcomes.find((one) => one === chosen)
    if (outcome) void close(detail, outcome)
  }
  return questionForm(
    submit,
    html`
      <fieldset class="outcomes">
        <legend>${text('desk.close.outcome')}</legend>
        ${caseOutcomes.map(
          (outcome) => html`
            <label>
              <input type="radio" name="outcome" value=${outcome} required />${text(`desk.outcome.${outcome}`)}
            </label>
          `,
        )}
      </fieldset>
      <p id="question-hint">${text('desk.close.question')}</p>
      ${answerButtons(text('desk.close.confirm'), text('desk.close.keep'))}
    `,
    text('desk.close.question'),
  )
}

function releaseQuestion(detail: CaseDetail): TemplateResult {
  return questionForm(
    () => void release(detail),
    html`
      <p id="question-hint">${text('desk.release.question')}</p>
      ${answerButtons(text('desk.release.confirm'), text('desk.dismiss'))}
    `,
    text('desk.release.question'),
  )
}

function handOverQuestion(detail: CaseDetail): TemplateResult {
  const others = state.colleagues?.filter(({ account }) => account !== state.account?.id)
  if (!others) return html`<p class="question" role="status">${text('desk.loading')}</p>`
  if (others.length === 0) {
    return html`<p class="question" role="status">${text('desk.hand-over.nobody')}</p>`
  }
  const submit = (form: FormData) => void handOver(detail, String(form.get('account')))
  return questionForm(
    submit,
    html`
      <label for="colleague">${text('desk.hand-over.to')}</label>
      <select id="colleague" name="account" aria-describedby="question-hint">
        ${others.map(({ account, name }) => html`<option value=${account}>${name}</option>`)}
      </select>
      <p id="question-hint">${text('desk.hand-over.hint')}</p>
      ${answerButtons(text('desk.hand-over'), text('desk.dismiss'))}
    `,
    text('desk.hand-over.to'),
  )
}

function questionForm(
  submit: (form: FormData) => void,
  content: TemplateResult,
  label: string,
): TemplateResult {
  return html`
    <form
      id="question"
      class="question"
      tabindex="-1"
      aria-label=${label}
      @keydown=${dismissOnEscape}
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        submit(new FormData(event.target as HTMLFormElement))
      }}
    >
      ${content}
    </form>
  `
}

function answerButtons(confirm: string, dismissal: string): TemplateResult {
  return html`
    <div class="question-answers">
      <button id="confirm" class="button primary" aria-describedby="question-hint">${confirm}</button>
      <button type="button" class="button" @click=${dismiss}>${dismissal}</button>
    </div>
  `
}
