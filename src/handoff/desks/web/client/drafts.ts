/** What is being written, by case, replies and notes apart; survives looking into another case. */
import { forgetFiles } from './attachments.ts'
import type { WritingMode } from './state.ts'

const drafts = new Map<string, string>()

export function readDraft(caseId: string, mode: WritingMode): string {
  return drafts.get(`${mode}:${caseId}`) ?? ''
}

export function writeDraft(caseId: string, mode: WritingMode, text: string): void {
  const key = `${mode}:${caseId}`
  if (text === '') drafts.delete(key)
  else drafts.set(key, text)
}

export function forgetDrafts(): void {
  drafts.clear()
  forgetFiles()
}
