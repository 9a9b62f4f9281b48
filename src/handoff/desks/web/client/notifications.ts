/**
 * The browser's own notifications. Off until a mediator switches them on, and remembered in this
 * browser alone: the permission belongs to it, not to the account.
 */
import { caseLink } from './router.ts'
import { state } from './state.ts'
import { text } from './text.ts'

function storageKey(): string {
  return `lotse-desk-notify-${state.account?.id}`
}

export function notificationsOn(): boolean {
  try {
    return isPossible() && localStorage.getItem(storageKey()) === 'on'
  } catch {
    return false
  }
}

/** Asks for the permission where that is needed. Resolves to whether they are on now. */
export async function switchNotifications(on: boolean): Promise<boolean> {
  const isAllowed = on && 'Notification' in window && (await ask())
  try {
    if (isAllowed) localStorage.setItem(storageKey(), 'on')
    else localStorage.removeItem(storageKey())
  } catch {
    return false
  }
  return isAllowed
}

/** Where nobody looks at the page. Says where it happened, never what was written. */
export function notify(caseId: string, about: string): void {
  if (document.visibilityState === 'visible' || !notificationsOn()) return
  try {
    const shown = new Notification(text('desk.case.new-message'), { body: about, tag: caseId })
    shown.onclick = () => {
      window.focus()
      location.hash = caseLink(caseId)
    }
  } catch {
    // Android's browsers show notifications of installed pages only.
  }
}

function isPossible(): boolean {
  return 'Notification' in window && Notification.permission === 'granted'
}

async function ask(): Promise<boolean> {
  return (await Notification.requestPermission()) === 'granted'
}
