import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { CaseSummary } from '../../wire.ts'
import { caseLink } from '../router.ts'
import { type Filter, isAskedOfMe, isMine, isUnread, state, update } from '../state.ts'
import { fullTime, languageName, text, timeAgo, topicName } from '../text.ts'

const filters = ['all', 'unclaimed', 'mine'] as const satisfies Filter[]

export function caseListView(openCase: string | undefined): TemplateResult {
  const cases = sorted([...state.cases.values()])
  const shown = cases.filter((one) => matches(one, state.filter))
  return html`
    <section class="list" aria-labelledby="list-heading">
      <div class="list-head">
        <h1 id="list-heading" tabindex="-1">${text('desk.cases')}</h1>
        <div class="filters" role="group" aria-labelledby="list-heading">
          ${filters.map((filter) => filterButton(filter, cases))}
        </div>
      </div>
      ${shown.length === 0 ? emptyView(cases.length) : nothing}
      <ul class="cases">
        ${repeat(
          shown,
          ({ id }) => id,
          (one) => html`<li>${caseItem(one, one.id === openCase)}</li>`,
        )}
      </ul>
    </section>
  `
}

function filterButton(filter: Filter, cases: CaseSummary[]): TemplateResult {
  const count = cases.filter((one) => matches(one, filter)).length
  return html`
    <button
      class="filter"
      aria-pressed=${state.filter === filter ? 'true' : 'false'}
      @click=${() => update({ filter })}
    >
      ${text(`desk.cases.${filter}`)} <span class="count">${count}</span>
    </button>
  `
}

function caseItem(one: CaseSummary, current: boolean): TemplateResult {
  const unread = isUnread(one)
  const since = one.waitingSince ?? one.openedAt
  return html`
    <a
      class=${unread ? 'case unread' : 'case'}
      id="case-${one.id}"
      href=${caseLink(one.id)}
      aria-current=${current ? 'true' : 'false'}
    >
      <span class="case-top">
        <span class="case-topic">
          ${unread ? html`<span class="dot"></span>` : nothing}
          ${unread ? html`<span class="visually-hidden">${text('desk.case.new-message')}.</span>` : nothing}
          ${topicName(one.topic)}
        </span>
        <time datetime=${since} title=${fullTime(since)}>${timeAgo(since, state.now)}</time>
      </span>
      <span class="case-about">
        <span>${languageName(one.language)}</span>
        <span><bdi>${one.place ?? text('desk.case.no-place')}</bdi></span>
      </span>
      ${one.lastLine ? snippet(one) : nothing} ${claimMark(one)}
    </a>
  `
}

function snippet({ lastLine, language }: CaseSummary): TemplateResult {
  const byUser = lastLine?.author === 'user' && !lastLine.isTranslated
  return html`
    <span class="case-snippet" dir="auto" lang=${byUser ? language : nothing}>${lastLine?.text}</span>
  `
}

export function claimMark(one: CaseSummary): TemplateResult {
  if (one.status === 'closed') return html`<span class="mark">${text('desk.case.closed')}</span>`
  if (isAskedOfMe(one)) return html`<span class="mark mine">${text('desk.case.asked-you')}</span>`
  if (!one.claimedBy && one.asked) {
    return html`<span class="mark free">${text('desk.case.asked', { name: one.asked.name })}</span>`
  }
  if (!one.claimedBy) return html`<span class="mark free">${text('desk.case.free')}</span>`
  if (isMine(one)) return html`<span class="mark mine">${text('desk.case.yours')}</span>`
  return html`
    <span class="mark taken">${text('desk.case.claimed-by', { name: one.claimedBy.name })}</span>
  `
}

function emptyView(known: number): TemplateResult {
  if (!state.casesKnown) return html`<p class="empty" role="status">${text('desk.loading')}</p>`
  if (known > 0) return html`<p class="empty">${text('desk.cases.empty-filter')}</p>`
  return html`
    <div class="empty">
      <p>${text('desk.cases.empty')}</p>
      <p class="muted">${text('desk.cases.empty-hint')}</p>
    </div>
  `
}

function matches(one: CaseSummary, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'unclaimed':
      return !one.claimedBy
    case 'mine':
      return isMine(one) || isAskedOfMe(one)
    default:
      return filter satisfies never
  }
}

/** Who waits longest comes first; answered cases last, newest of them first. */
function sorted(cases: CaseSummary[]): CaseSummary[] {
  return cases.sort((a, b) => {
    if (a.waitingSince && b.waitingSince) return a.waitingSince < b.waitingSince ? -1 : 1
    if (a.waitingSince || b.waitingSince) return a.waitingSince ? -1 : 1
    return a.openedAt > b.openedAt ? -1 : 1
  })
}
