/** Files that a mediator has chosen for a reply, until the conversation holds them. */
import { maximumAttachmentBytes } from '../../../../storage/store.ts'
import type { StoredFile } from '../wire.ts'
import { type Answer, type Refusal, upload } from './api.ts'
import { smallerPhoto } from './smaller-photo.ts'
import { update } from './state.ts'
import { text } from './text.ts'

export interface ChosenFile {
  file: Blob
  name: string
  /** What is to be seen, for people who can't see it. */
  alternative: string
  /** Its id on the server, once it is there. */
  stored?: string
}

const megabyte = 1024 * 1024

/** By case, what the next reply takes along. */
const chosen = new Map<string, ChosenFile[]>()
/** By reply, what goes with it: a reply that failed is sent again with the same. */
const onTheWay = new Map<string, ChosenFile[]>()

export function chosenFor(caseId: string): ChosenFile[] {
  return chosen.get(caseId) ?? []
}

export async function chooseFiles(caseId: string, files: readonly File[]): Promise<void> {
  update({ problem: undefined })
  for (const original of files) {
    const file = await smallerPhoto(original)
    if (file.size > maximumAttachmentBytes) {
      const size = maximumAttachmentBytes / megabyte
      update({ problem: text('desk.attach.too-large', { size }) })
      continue
    }
    const name = file === original ? original.name : original.name.replace(/(\.\w+)?$/, '.jpg')
    chosen.set(caseId, [...chosenFor(caseId), { file, name, alternative: '' }])
  }
  update({})
}

export function dropFile(caseId: string, dropped: ChosenFile): void {
  chosen.set(
    caseId,
    chosenFor(caseId).filter((one) => one !== dropped),
  )
  update({})
}

/** What was chosen goes with this reply; the next one begins without. */
export function takeChosen(caseId: string, replyId: string): void {
  const files = chosenFor(caseId)
  chosen.delete(caseId)
  if (files.length > 0) onTheWay.set(replyId, files)
}

export function filesOf(replyId: string): ChosenFile[] {
  return onTheWay.get(replyId) ?? []
}

/** It has arrived, or will never be sent. */
export function forgetFilesOf(replyId: string): void {
  onTheWay.delete(replyId)
}

export function forgetFiles(): void {
  chosen.clear()
  onTheWay.clear()
}

/** Brings the files of a reply to the server, each once; resolves to what the reply names. */
export async function uploadFiles(
  caseId: string,
  replyId: string,
): Promise<Answer<{ id: string; alternative: string }[]>> {
  const named: { id: string; alternative: string }[] = []
  for (const one of filesOf(replyId)) {
    const failed = one.stored ? undefined : await bring(caseId, one)
    if (failed) return failed
    named.push({ id: one.stored ?? '', alternative: one.alternative.trim() })
  }
  return { ok: true, body: named }
}

async function bring(caseId: string, one: ChosenFile): Promise<Refusal | undefined> {
  const query = new URLSearchParams({ name: one.name.slice(-200), type: one.file.type })
  const path = `/desk/api/cases/${encodeURIComponent(caseId)}/attachments?${query}`
  const answer = await upload<StoredFile>(path, one.file)
  if (!answer.ok) return answer
  one.stored = answer.body.id
  return undefined
}
