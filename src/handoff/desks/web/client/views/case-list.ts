import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { CaseSummary } from '../../wire.ts'
import { changeSearch } from '../cases.ts'
import { caseLink } from '../router.ts'
import { type CaseSearch, isAskedOfMe, isMine, isUnread, noSearch, state } from '../state.ts'
import { fullTime, languageName, text, timeAgo, topicName } from '../text.ts'
import { caseSearchView } from './case-search.ts'

/** As the server gives at most; a search finds the rest. */
const mostListed = 1_000

export function caseListView(openCase: string | undefined): TemplateResult {
  const shown = [...state.cases.values()]
  const isClosed = state.search.status === 'closed'
  return html`
    <section class="list" aria-labelledby="list-heading">
      <div class="list-head">
        <h1 id="list-heading" tabindex="-1">${text(isClosed ? 'desk.case.closed' : 'desk.cases')}</h1>
        ${caseSearchView()}
      </div>
      ${shown.length === 0 ? emptyView() : nothing}
      <ul class="cases">
        ${repeat(
          shown,
          ({ id }) => id,
          (one) => html`<li>${caseItem(one, one.id === openCase)}</li>`,
        )}
      </ul>
      ${moreView(shown.length)}
    </section>
  `
}

/** The list as it is now, longer. */
function moreView(shown: number): TemplateResult | typeof nothing {
  const { search, counts } = state
  const total = counts[search.holder]
  if (shown === 0 || shown >= total || search.limit >= mostListed) return nothing
  const limit = Math.min(mostListed, search.limit + noSearch.limit)
  return html`
    <div class="more">
      <p class="muted">${text('desk.cases.shown', { count: shown, total })}</p>
      <button class="button" @click=${() => changeSearch({ limit })}>${text('desk.cases.more')}</button>
    </div>
  `
}

function caseItem(one: CaseSummary, current: boolean): TemplateResult {
  const unread = isUnread(one)
  const since = one.closedAt ?? one.waitingSince ?? one.openedAt
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

function emptyView(): TemplateResult {
  if (!state.casesKnown) return html`<p class="empty" role="status">${text('desk.loading')}</p>`
  const { limit: _, ...search } = state.search
  const isFiltered = Object.entries(search).some(
    ([name, value]) => noSearch[name as keyof CaseSearch] !== value,
  )
  if (isFiltered) return html`<p class="empty">${text('desk.cases.empty-filter')}</p>`
  return html`
    <div class="empty">
      <p>${text('desk.cases.empty')}</p>
      <p class="muted">${text('desk.cases.empty-hint')}</p>
    </div>
  `
}
