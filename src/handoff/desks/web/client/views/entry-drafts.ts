/** Answers on their way to becoming entries: the list, and the form of one of them. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { repeat } from 'lit-html/directives/repeat.js'
import type { DraftText, DraftView } from '../../wire.ts'
import { approveDraft, changeDraft, removeDraft, saveDraft } from '../entry-drafts.ts'
import { draftLink, listLink } from '../router.ts'
import { settings as page } from '../settings.ts'
import { type Route, state } from '../state.ts'
import { fullTime, text, topicName } from '../text.ts'

export function draftsView(route: Extract<Route, { kind: 'drafts' }>): TemplateResult {
  const isOne = route.draftId !== undefined || route.fromCase !== undefined
  return html`
    <main class="team drafts">
      <div class="team-head">
        <a class="back" href=${isOne ? '#drafts' : listLink()}>
          <span class="back-arrow" aria-hidden="true"></span>
          <span class="visually-hidden">${text('desk.back')}</span>
        </a>
        <h1 id="content" tabindex="-1">${text('desk.drafts')}</h1>
      </div>
      <p class="muted">${text('desk.drafts.intro')}</p>
      ${isOne ? formView() : listView()}
      <div class="outcome">
        <p class="problem" role="alert">${state.problem ?? nothing}</p>
        <p class="done" role="status">${state.done ?? nothing}</p>
      </div>
    </main>
  `
}

function listView(): TemplateResult {
  const { drafts } = state
  if (!drafts) return html`<p role="status">${text('desk.loading')}</p>`
  if (drafts.length === 0) return html`<p>${text('desk.drafts.empty')}</p>`
  return html`
    <ul class="card members">
      ${repeat(
        drafts,
        ({ id }) => id,
        (draft) => html`
          <li>
            <a href=${draftLink(draft.id)} lang="de" dir="ltr">${draft.title}</a>
            <span class="member">
              <span class="muted">${draft.writers.join(', ')} · ${fullTime(draft.changedAt)}</span>
              ${markView(draft)}
            </span>
          </li>
        `,
      )}
    </ul>
  `
}

function markView({ isApproved }: DraftView): TemplateResult {
  return html`
    <span class="mark ${isApproved ? 'mine' : ''}"
      >${text(isApproved ? 'desk.draft.approved' : 'desk.draft.waiting')}</span
    >
  `
}

function formView(): TemplateResult | typeof nothing {
  const { draft } = state
  if (!draft) {
    return state.problem ? nothing : html`<p role="status">${text('desk.loading')}</p>`
  }
  const saved = state.drafts?.find(({ id }) => id === draft.id)
  return html`
    <form class="card" @submit=${submit}>
      ${saved ? nothing : html`<p class="hint" id="draft-privacy">${text('desk.draft.privacy')}</p>`}
      <div class="field">
        <label for="draft-topic">${text('desk.filter.topic')}</label>
        <select
          id="draft-topic"
          @change=${(event: Event) => changeDraft({ topic: typedIn(event) })}
        >
          ${topics().map(
            ({ value, name }) => html`
              <option value=${value} ?selected=${value === draft.topic}>${name}</option>
            `,
          )}
        </select>
      </div>
      ${textField('title', text('desk.draft.title'), draft.title, 60, (title) =>
        changeDraft({ title }),
      )}
      <div class="field">
        <label for="draft-questions">${text('desk.draft.questions')}</label>
        <textarea
          id="draft-questions"
          rows="6"
          lang="de"
          dir="ltr"
          aria-describedby="draft-questions-hint"
          .value=${live(draft.questions.join('\n'))}
          @input=${(event: Event) => changeDraft({ questions: typedIn(event).split('\n') })}
        ></textarea>
        <p id="draft-questions-hint" class="hint">${text('desk.draft.questions.hint')}</p>
      </div>
      <div class="field">
        <label for="draft-answer">${text('desk.draft.answer')}</label>
        <textarea
          id="draft-answer"
          rows="10"
          required
          maxlength="6000"
          lang="de"
          dir="ltr"
          .value=${live(draft.answer)}
          @input=${(event: Event) => changeDraft({ answer: typedIn(event) })}
        ></textarea>
      </div>
      ${sourceFields(draft)}
      <div class="question-answers">
        <button class="button primary" id="save-draft" ?disabled=${state.working === 'draft'}>
          ${text('desk.settings.save')}
        </button>
        ${saved ? removeButton(saved) : nothing}
      </div>
    </form>
    ${saved ? approvalView(saved) : nothing}
  `
}

function sourceFields({ source }: DraftText): TemplateResult {
  const { title = '', url = '' } = source ?? {}
  return html`
    ${textField(
      'source',
      text('desk.draft.source'),
      title,
      200,
      (typed) => changeDraft({ source: { title: typed, url } }),
      text('desk.draft.source.hint'),
    )}
    <div class="field">
      <label for="draft-address">${text('desk.draft.address')}</label>
      <input
        id="draft-address"
        type="url"
        dir="ltr"
        maxlength="500"
        .value=${live(url)}
        @input=${(event: Event) => changeDraft({ source: { title, url: typedIn(event) } })}
      />
    </div>
  `
}

function textField(
  name: string,
  label: string,
  value: string,
  longest: number,
  change: (typed: string) => void,
  hint?: string,
): TemplateResult {
  return html`
    <div class="field">
      <label for="draft-${name}">${label}</label>
      <input
        id="draft-${name}"
        lang="de"
        dir="ltr"
        maxlength=${longest}
        ?required=${hint === undefined}
        aria-describedby=${hint === undefined ? nothing : `draft-${name}-hint`}
        .value=${live(value)}
        @input=${(event: Event) => change(typedIn(event))}
      />
      ${hint === undefined ? nothing : html`<p id="draft-${name}-hint" class="hint">${hint}</p>`}
    </div>
  `
}

/** Whoever wrote in it sees that somebody else has to look. */
function approvalView(draft: DraftView): TemplateResult {
  return html`
    <section class="card">
      <p>${markView(draft)}</p>
      <p class="hint" id="approve-hint">${text('desk.draft.approve.hint')}</p>
      ${
        draft.isOwn || draft.isApproved
          ? nothing
          : html`
              <button
                class="button primary"
                id="approve-draft"
                aria-describedby="approve-hint"
                @click=${() => approveDraft(draft)}
              >
                ${text('desk.draft.approve')}
              </button>
            `
      }
    </section>
  `
}

function removeButton(draft: DraftView): TemplateResult {
  return html`
    <button type="button" class="button quiet" id="remove-draft" @click=${() => removeDraft(draft)}>
      ${text('desk.team.remove')}
    </button>
  `
}

function topics(): { value: string; name: string }[] {
  return Object.keys(page.texts)
    .filter((key) => key.startsWith('topic.'))
    .map((key) => key.slice('topic.'.length))
    .map((value) => ({ value, name: topicName(value) }))
    .sort((one, other) => one.name.localeCompare(other.name, page.language))
}

function submit(event: SubmitEvent): void {
  event.preventDefault()
  void saveDraft()
}

function typedIn(event: Event): string {
  return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value
}
