/** Replies that are being written, by case; they survive looking into another case. */
const drafts = new Map<string, string>()

export function readDraft(caseId: string): string {
  return drafts.get(caseId) ?? ''
}

export function writeDraft(caseId: string, text: string): void {
  if (text === '') drafts.delete(caseId)
  else drafts.set(caseId, text)
}

export function forgetDrafts(): void {
  drafts.clear()
}
