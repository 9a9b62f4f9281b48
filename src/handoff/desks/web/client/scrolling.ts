/** Keeps the newest line in view for those who read the newest, and leaves others where they are. */
import { update } from './state.ts'

/** Pixels from the end that still count as being at the end. */
const tolerance = 60

let atEnd = true
let shownCase: string | undefined

export function newestVisible(): boolean {
  return atEnd
}

export function onConversationScroll(event: Event): void {
  const { scrollHeight, scrollTop, clientHeight } = event.currentTarget as HTMLElement
  const end = scrollHeight - scrollTop - clientHeight < tolerance
  if (end === atEnd) return
  atEnd = end
  update({})
}

/** To be called after each drawing. */
export function followNewest(caseId: string | undefined): void {
  if (caseId !== shownCase) atEnd = true
  shownCase = caseId
  const box = document.getElementById('conversation')
  if (box && atEnd) box.scrollTop = box.scrollHeight
}

export function scrollToNewest(): void {
  atEnd = true
  document.getElementById('conversation')?.focus()
  update({})
}
