/** Who uses this page: signing in, joining, signing out. */
import type { NamedOrganisation, SessionAnswer } from '../wire.ts'
import { type Answer, get, post, setFormToken } from './api.ts'
import { forgetDrafts } from './drafts.ts'
import { readSeen } from './seen.ts'
import { noSearch, state, update } from './state.ts'

/** Asks the server who this is. @returns the sentence to show when it can't be reached. */
export async function resumeSession(): Promise<string | undefined> {
  return takeSession(await get<SessionAnswer>('/desk/api/session'))
}

/** @returns the sentence to show when it did not work. */
export async function signIn(name: string, passphrase: string): Promise<string | undefined> {
  return takeSession(await post<SessionAnswer>('/desk/api/login', { name, passphrase }))
}

/** @returns the sentence to show when it did not work. */
export async function join(
  token: string,
  name: string,
  passphrase: string,
  agrees: boolean,
): Promise<string | undefined> {
  const request = { token, name, passphrase, ...(agrees && { agrees }) }
  return takeSession(await post<SessionAnswer>('/desk/api/join', request))
}

/** For whom the invitation is, so that the page can say what is agreed to. */
export async function loadTerms(token: string): Promise<void> {
  const answer = await post<{ organisation: NamedOrganisation | null }>(
    '/desk/api/invitations/terms',
    { token },
  )
  if (answer.ok) update({ joining: answer.body.organisation })
  else update({ joining: null, problem: answer.error })
}

/** A new passphrase by a link. @returns the sentence to show when it did not work. */
export async function reset(token: string, passphrase: string): Promise<string | undefined> {
  return takeSession(await post<SessionAnswer>('/desk/api/reset', { token, passphrase }))
}

export async function signOut(): Promise<void> {
  await post('/desk/api/logout')
  forgetDrafts()
  endSession()
}

/** Forgets everything that only mediators may see. */
export function endSession(): void {
  update({
    account: null,
    cases: new Map(),
    heard: new Map(),
    casesKnown: false,
    detail: undefined,
    pending: new Map(),
    search: noSearch,
    counts: { all: 0, unclaimed: 0, mine: 0 },
    question: undefined,
    done: undefined,
    phrases: undefined,
    audit: undefined,
    own: undefined,
    organisation: undefined,
    drafts: undefined,
    draft: undefined,
    removing: undefined,
    colleagues: undefined,
    team: undefined,
    invitation: undefined,
    problem: undefined,
  })
  void resumeSession()
}

function takeSession(answer: Answer<SessionAnswer>): string | undefined {
  if (!answer.ok) {
    if (state.account === undefined && answer.status !== 0) update({ account: null })
    return answer.error
  }
  setFormToken(answer.body.token)
  const { account } = answer.body
  if (state.account === undefined || state.account?.id !== account?.id) {
    update({ account, seen: readSeen(account) })
  }
  return undefined
}
