/** What this account's organisation takes, while it is changed. */
import type { OrganisationPage } from '../wire.ts'
import { get, post } from './api.ts'
import { endSession } from './session.ts'
import { state, update } from './state.ts'
import { text } from './text.ts'

export async function loadOrganisation(): Promise<void> {
  if (!state.account?.organisation) return
  const answer = await get<OrganisationPage>('/desk/api/organisation')
  if (answer.ok) update({ organisation: answer.body })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

/** Changes the page alone; `saveOrganisation` sends it. */
export function changeOrganisation(changes: Partial<OrganisationPage['settings']>): void {
  if (!state.organisation) return
  const settings = { ...state.organisation.settings, ...changes }
  update({ organisation: { ...state.organisation, settings } })
}

export async function saveOrganisation(): Promise<void> {
  if (!state.organisation) return
  update({ working: 'organisation', problem: undefined, done: undefined })
  const answer = await post('/desk/api/organisation', state.organisation.settings)
  update({ working: undefined })
  if (answer.ok) update({ done: text('desk.settings.saved') })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}
