/** A mediator's settings, while they are changed. */
import type { OwnSettings, SessionAnswer } from '../wire.ts'
import { type Answer, get, post, setFormToken } from './api.ts'
import { switchNotifications } from './notifications.ts'
import { endSession } from './session.ts'
import { state, update } from './state.ts'
import { text } from './text.ts'

export async function loadSettings(): Promise<void> {
  const answer = await get<OwnSettings>('/desk/api/settings')
  if (answer.ok) update({ own: answer.body })
  else refused(answer)
}

/** Changes the page alone; `saveSettings` sends it. */
export function changeOwn(changes: Partial<OwnSettings['settings']> & { name?: string }): void {
  if (!state.own) return
  const { name = state.own.name, ...settings } = changes
  update({ own: { ...state.own, name, settings: { ...state.own.settings, ...settings } } })
}

export async function saveSettings(): Promise<void> {
  if (!state.own || !state.account) return
  const { name, settings } = state.own
  update({ working: 'settings', problem: undefined, done: undefined })
  const answer = await post<Pick<SessionAnswer, 'account'>>('/desk/api/settings', {
    name,
    settings,
  })
  update({ working: undefined })
  if (!answer.ok) return refused(answer)
  update({ account: answer.body.account, done: text('desk.settings.saved') })
}

/** @returns Whether it was changed. */
export async function changePassphrase(current: string, passphrase: string): Promise<boolean> {
  update({ working: 'passphrase', problem: undefined, done: undefined })
  const answer = await post<SessionAnswer>('/desk/api/passphrase', { current, passphrase })
  update({ working: undefined })
  if (!answer.ok) {
    refused(answer)
    return false
  }
  setFormToken(answer.body.token)
  update({ done: text('desk.settings.passphrase.changed') })
  return true
}

export async function wantNotifications(on: boolean): Promise<void> {
  const isOn = await switchNotifications(on)
  update({ problem: on && !isOn ? text('desk.settings.notify.denied') : undefined })
}

function refused(answer: Exclude<Answer<unknown>, { ok: true }>): void {
  if (answer.status === 401) endSession()
  else update({ problem: answer.error })
}
