import type { DeskAccount, Invitation, Team } from '../wire.ts'
import { get, post } from './api.ts'
import { endSession } from './session.ts'
import { state, update } from './state.ts'
import { text } from './text.ts'

export async function loadTeam(): Promise<void> {
  const answer = await get<Team>('/desk/api/accounts')
  if (answer.ok) {
    update({ team: answer.body.accounts, invitable: answer.body.organisations })
  } else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

export async function invite(terms: {
  administrator: boolean
  organisation?: string
}): Promise<void> {
  const answer = await post<Invitation>('/desk/api/invitations', terms)
  if (answer.ok) update({ invitation: { ...answer.body, copied: false }, problem: undefined })
  else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

/** A link by which a colleague who forgot their passphrase chooses another. */
export async function offerNewPassphrase({ id, name }: DeskAccount): Promise<void> {
  const answer = await post<Invitation>(`${accountPath(id)}/passphrase-link`)
  if (answer.ok) {
    update({ invitation: { ...answer.body, copied: false, for: name }, problem: undefined })
  } else if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}

export async function removeAccount({ id, name }: DeskAccount): Promise<void> {
  update({ removing: undefined, problem: undefined })
  const answer = await post(`${accountPath(id)}/remove`)
  if (!answer.ok) {
    if (answer.status === 401) endSession()
    else update({ problem: answer.error })
    return
  }
  update({ done: text('desk.team.removed', { name }), invitation: undefined })
  await loadTeam()
}

function accountPath(id: string): string {
  return `/desk/api/accounts/${encodeURIComponent(id)}`
}

/** Puts the link into the clipboard, or selects it where the browser does not allow that. */
export async function copyInvitation(field: HTMLInputElement): Promise<void> {
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    if (state.invitation) update({ invitation: { ...state.invitation, copied: true } })
  } catch {
    // Plain http has no clipboard: the selected text can be copied by hand.
  }
}
