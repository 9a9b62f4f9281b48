/** The part of the port to storage that holds answers on their way to becoming entries. */

/** What a mediator wrote for everybody; nothing in it leads back to a case or a user. */
export interface Draft {
  id: string
  /** One of the topics of the directory; names who helps further. */
  topic: string
  /** German. */
  title: string
  answer: string
  questions: string[]
  /** Empty until somebody has looked the answer up. */
  sources: { title: string; url: string; checkedOn: string }[]
  /** Accounts whose words stand in it, in the order in which they came. */
  writtenBy: string[]
  /** Another account than those, for exactly these words; a change takes it away. */
  approvedBy?: string
  changedAt: string
  /** Where its files are, `topic/slug`, and what the command wrote there. */
  files?: { id: string; hash: string; writtenAt: string }
}

export interface StoredDrafts {
  /** Newest change first. */
  listDrafts(): Promise<Draft[]>
  readDraft(id: string): Promise<Draft | undefined>
  /** Adds it, or replaces the one with this id. */
  writeDraft(draft: Draft): Promise<void>
  /** False where the draft was changed since `changedAt`, or is gone: then nobody approved anything. */
  approveDraft(id: string, changedAt: string, approvedBy: string): Promise<boolean>
  noteDraftFiles(id: string, files: NonNullable<Draft['files']>): Promise<void>
  deleteDraft(id: string): Promise<void>
}
