import { html, nothing, type TemplateResult } from 'lit-html'
import { keyed } from 'lit-html/directives/keyed.js'
import type { CaseDetail } from '../../wire.ts'
import { claim, close } from '../acts.ts'
import { listLink } from '../router.ts'
import { isMine, state, update } from '../state.ts'
import { channelName, fullTime, languageName, text, timeAgo, timeSpan, topicName } from '../text.ts'
import { claimMark } from './case-list.ts'
import { composerView } from './composer.ts'
import { conversationView } from './conversation.ts'

export function caseDetailView(caseId: string | undefined): TemplateResult {
  const { detail } = state
  if (!caseId) return quietPane(text('desk.choose-case'), text('desk.choose-case.hint'))
  if (detail === 'gone') return quietPane(text('desk.error.case-gone'), undefined)
  if (typeof detail !== 'object') return quietPane(state.problem ?? text('desk.loading'), undefined)
  return html`
    <section class="detail" aria-labelledby="content">
      ${headView(detail)}
      ${keyed(detail.id, html`${conversationView(detail)}`)}
      ${keyed(`composer ${detail.id}`, html`${footView(detail)}`)}
    </section>
  `
}

function quietPane(sentence: string, hint: string | undefined): TemplateResult {
  return html`
    <section class="detail quiet-pane" aria-labelledby="content">
      <div>
        <h2 id="content" tabindex="-1">${sentence}</h2>
        ${hint ? html`<p class="muted">${hint}</p>` : nothing}
        ${hint ? nothing : html`<a class="button only-narrow" href=${listLink()}>${text('desk.back')}</a>`}
      </div>
    </section>
  `
}

function headView(detail: CaseDetail): TemplateResult {
  return html`
    <header class="detail-head">
      <a class="back only-narrow" href=${listLink()}>
        <span class="back-arrow" aria-hidden="true"></span>
        <span class="visually-hidden">${text('desk.back')}</span>
      </a>
      <div class="detail-title">
        <h2 id="content" tabindex="-1">
          ${topicName(detail.topic)}
          <span class="muted"><bdi>${detail.place ?? text('desk.case.no-place')}</bdi></span>
        </h2>
        <p class="facts">
          <span>${claimMark(detail)}</span>
          <span>${text('desk.case.writes', { language: languageName(detail.language) })}</span>
          <span class="only-wide">${text('desk.case.channel', { channel: channelName(detail.channel) })}</span>
          <span>${waitingView(detail)}</span>
        </p>
      </div>
      ${closeButton(detail)}
    </header>
    ${state.askingToClose === detail.id ? closeQuestion(detail) : nothing}
  `
}

function waitingView({ waitingSince, openedAt, status }: CaseDetail): TemplateResult {
  const waits = waitingSince !== null && status !== 'closed'
  const since = waits ? waitingSince : openedAt
  const sentence = waits
    ? text('desk.case.waiting', { time: timeSpan(since, state.now) })
    : text('desk.case.opened', { time: timeAgo(since, state.now) })
  return html`<time datetime=${since} title=${fullTime(since)}>${sentence}</time>`
}

/** Free to everybody while nobody has the case, then only to whoever has it. */
function closeButton(detail: CaseDetail): TemplateResult | typeof nothing {
  const allowed = detail.status !== 'closed' && (!detail.claimedBy || isMine(detail))
  if (!allowed) return nothing
  const working = state.working === `close:${detail.id}`
  return html`
    <button
      class="button"
      id="close-case"
      ?disabled=${working}
      aria-expanded=${state.askingToClose === detail.id ? 'true' : 'false'}
      @click=${() => askToClose(detail)}
    >
      ${text(working ? 'desk.close.working' : 'desk.close')}
    </button>
  `
}

function askToClose(detail: CaseDetail): void {
  update({ askingToClose: state.askingToClose === detail.id ? undefined : detail.id })
  queueMicrotask(() => document.getElementById('confirm-close')?.focus())
}

function closeQuestion(detail: CaseDetail): TemplateResult {
  return html`
    <div class="question" role="group" aria-labelledby="close-question">
      <p id="close-question">${text('desk.close.question')}</p>
      <button
        id="confirm-close"
        class="button primary"
        aria-describedby="close-question"
        @click=${() => close(detail)}
      >
        ${text('desk.close.confirm')}
      </button>
      <button class="button" @click=${keepOpen}>${text('desk.close.keep')}</button>
    </div>
  `
}

function keepOpen(): void {
  update({ askingToClose: undefined })
  document.getElementById('close-case')?.focus()
}

/** What can be done now: take the case, write, or the reason why neither. */
function footView(detail: CaseDetail): TemplateResult {
  const problem = html`<p class="problem" role="alert">${state.problem ?? nothing}</p>`
  if (detail.status !== 'closed' && !detail.claimedBy) {
    return html`<footer class="foot">${problem} ${claimView(detail)}</footer>`
  }
  return html`<footer class="foot">${problem} ${composerView(detail)}</footer>`
}

function claimView(detail: CaseDetail): TemplateResult {
  const working = state.working === `claim:${detail.id}`
  return html`
    <div class="claim">
      <p id="claim-hint">${text('desk.claim.hint')}</p>
      <button
        class="button primary"
        ?disabled=${working}
        aria-describedby="claim-hint"
        @click=${() => claim(detail)}
      >
        ${text(working ? 'desk.claim.working' : 'desk.claim')}
      </button>
    </div>
  `
}
