import { html, nothing, type TemplateResult } from 'lit-html'
import { keyed } from 'lit-html/directives/keyed.js'
import type { CaseDetail } from '../../wire.ts'
import { listLink } from '../router.ts'
import { state } from '../state.ts'
import { channelName, fullTime, languageName, text, timeAgo, timeSpan, topicName } from '../text.ts'
import { auditView } from './audit.ts'
import { caseActs, questionView } from './case-acts.ts'
import { claimMark } from './case-list.ts'
import { composerView } from './composer.ts'
import { conversationView } from './conversation.ts'
import { mediationView } from './mediation.ts'

export function caseDetailView(caseId: string | undefined): TemplateResult {
  const { detail } = state
  if (!caseId) return quietPane(text('desk.choose-case'), text('desk.choose-case.hint'))
  if (detail === 'gone') return quietPane(text('desk.error.case-gone'), undefined)
  if (typeof detail !== 'object') return quietPane(state.problem ?? text('desk.loading'), undefined)
  return html`
    <section class="detail" aria-labelledby="content">
      ${headView(detail)} ${mediationView(detail)}
      ${keyed(detail.id, html`${conversationView(detail)}`)}
      ${keyed(
        `composer ${detail.id}`,
        html`
          <footer class="foot">
            <p class="problem" role="alert">${state.problem ?? nothing}</p>
            ${composerView(detail)}
          </footer>
        `,
      )}
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
          ${detail.outcome ? html`<span>${text(`desk.outcome.${detail.outcome}`)}</span>` : nothing}
          ${detail.promisedBy ? html`<span>${promiseView(detail.promisedBy)}</span>` : nothing}
        </p>
      </div>
      ${caseActs(detail)}
    </header>
    ${questionView(detail)} ${auditView()}
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

function promiseView(promisedBy: string): string {
  return text('desk.case.promised', { time: fullTime(promisedBy) })
}
