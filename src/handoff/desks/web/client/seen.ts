/**
 * Which messages this browser has shown, kept over reloads and apart for each account. Not on the
 * server: how fast somebody reads is nobody's business, and an office computer and a phone may well
 * differ in what was looked at.
 */
import type { DeskAccount } from '../wire.ts'
import { state } from './state.ts'

/** Cases remembered; the oldest are forgotten first. More than a list shows. */
const most = 2_000

function storageKey(account: DeskAccount | null | undefined): string {
  return `lotse-desk-seen-${account?.id}`
}

export function readSeen(account: DeskAccount | null): Map<string, number> {
  try {
    return new Map(JSON.parse(localStorage.getItem(storageKey(account)) ?? '[]'))
  } catch {
    return new Map()
  }
}

/** Resolves to what has been seen now; the case moves to the end of what is remembered. */
export function markSeen(caseId: string, line: number): Map<string, number> {
  const seen = new Map(state.seen)
  seen.delete(caseId)
  seen.set(caseId, line)
  const kept = new Map([...seen].slice(-most))
  try {
    localStorage.setItem(storageKey(state.account), JSON.stringify([...kept]))
  } catch {
    // A browser that stores nothing shows unread marks again after a reload, nothing worse.
  }
  return kept
}
