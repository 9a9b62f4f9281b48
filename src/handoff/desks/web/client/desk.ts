/** The desk's page: one state, drawn after each change. */
import { render } from 'lit-html'
import { markShownAsSeen, openCase } from './cases.ts'
import { loadDrafts } from './entry-drafts.ts'
import { focusNext, moveFocus } from './focus.ts'
import { followSession } from './live.ts'
import { loadOrganisation } from './organisation.ts'
import { loadSettings } from './own-settings.ts'
import { currentRoute, isReset, joinPath, joinToken } from './router.ts'
import { followNewest } from './scrolling.ts'
import { loadTerms, resumeSession } from './session.ts'
import { isUnread, onUpdate, type Route, state, update } from './state.ts'
import { loadTeam } from './team.ts'
import { text } from './text.ts'
import { appView } from './views/app.ts'

const clockMilliseconds = 20_000

const root = document.getElementById('desk') as HTMLElement
root.replaceChildren()
let fetchedFor: string | undefined

onUpdate(() => {
  fetchWhatIsShown()
  render(appView(), root)
  followNewest(state.route.kind === 'cases' ? state.route.caseId : undefined)
  followSession()
  // "Loading" is no place to stand at.
  if (state.detail !== 'loading') moveFocus()
  document.title = pageTitle()
})

/** Once for each account and place. */
function fetchWhatIsShown(): void {
  const place = state.account ? `${state.account.id} ${JSON.stringify(state.route)}` : undefined
  if (place === fetchedFor) return
  fetchedFor = place
  if (!place) return
  if (state.route.kind === 'team') void loadTeam()
  else if (state.route.kind === 'drafts') void loadDrafts(state.route)
  else if (state.route.kind === 'settings') void Promise.all([loadSettings(), loadOrganisation()])
  else if (state.route.caseId) void openCase(state.route.caseId)
}

/** A mediator who opens a case stands at its heading; who comes back, at the case they left. */
function go(): void {
  const before = state.route
  const route = currentRoute()
  focusNext(...focusTargets(before, route))
  update({
    route,
    problem: undefined,
    done: undefined,
    question: undefined,
    phrases: undefined,
    audit: undefined,
    own: undefined,
    organisation: undefined,
    draft: undefined,
    invitation: undefined,
    removing: undefined,
  })
}

function focusTargets(before: Route, after: Route): string[] {
  if (after.kind !== 'cases' || after.caseId) return ['content']
  const left = before.kind === 'cases' && before.caseId ? [`case-${before.caseId}`] : []
  return [...left, 'list-heading']
}

function pageTitle(): string {
  const unread = [...state.cases.values()].filter(isUnread).length
  return unread > 0 ? `(${unread}) ${text('desk.title')}` : text('desk.title')
}

async function start(): Promise<void> {
  state.route = currentRoute()
  update({})
  const problem = await resumeSession()
  if (problem) update({ problem })
  else if (location.pathname === joinPath && joinToken() && !isReset()) await loadTerms(joinToken())
}

addEventListener('hashchange', go)
document.addEventListener('visibilitychange', markShownAsSeen)
setInterval(() => update({}), clockMilliseconds)
void start()
