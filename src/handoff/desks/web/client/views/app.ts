import { html, type TemplateResult } from 'lit-html'
import { joinPath } from '../router.ts'
import { resumeSession } from '../session.ts'
import { state } from '../state.ts'
import { text } from '../text.ts'
import { caseDetailView } from './case-detail.ts'
import { caseListView } from './case-list.ts'
import { draftsView } from './entry-drafts.ts'
import { headerView } from './header.ts'
import { settingsView } from './settings.ts'
import { joinView, signInView } from './sign-in.ts'
import { teamView } from './team.ts'

export function appView(): TemplateResult {
  if (state.account === undefined) return startingView()
  if (location.pathname === joinPath) return joinView()
  if (state.account === null) return signInView()
  return html`
    <a class="skip" href="#content" @click=${skipToContent}>${text('desk.skip')}</a>
    ${headerView(state.account)}
    ${pageView()}
  `
}

function pageView(): TemplateResult {
  const { route } = state
  switch (route.kind) {
    case 'cases':
      return casesView(route.caseId)
    case 'team':
      return teamView()
    case 'drafts':
      return draftsView(route)
    case 'settings':
      return settingsView()
    default:
      return route satisfies never
  }
}

function casesView(caseId: string | undefined): TemplateResult {
  return html`
    <main class=${caseId ? 'panes shows-case' : 'panes'}>
      ${caseListView(caseId)} ${caseDetailView(caseId)}
    </main>
  `
}

function startingView(): TemplateResult {
  return html`
    <main class="starting">
      <p role="status">${state.problem ?? text('desk.loading')}</p>
      ${
        state.problem
          ? html`<button class="button" @click=${resumeSession}>${text('desk.retry')}</button>`
          : null
      }
    </main>
  `
}

/** Not a place of its own in the address: that is where the open case stands. */
function skipToContent(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}
