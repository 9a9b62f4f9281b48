/** The part of the port to storage that desks at a vendor use: what of a case stands there already. */

/** A message at a desk that shows something of a case; it outlives the case, so that it can be taken away. */
export interface DeskPost {
  desk: string
  caseId: string
  /**
   * Newest line of the case that the message shows; 0 for the case itself, its card or its topic, and
   * below 0 for what else stands for the case as a whole.
   */
  line: number
  /** The message's identifier at the vendor. */
  post: string
  /** Digest or JSON of what the message shows, where it is ever replaced; only the desk reads it. */
  shown?: string
}

/** A message that a mediator typed at a desk of a vendor, so that an edit of it is known as one. */
export interface DeskInput {
  desk: string
  /** The message's identifier at the vendor. */
  post: string
  caseId: string
  /** Whether it went to the user. */
  kind: 'reply' | 'note'
  /** Of its text, which is not kept here. */
  digest: string
}

export interface DeskPosts {
  /** Oldest line first, so the card comes before all others. */
  readDeskPosts(desk: string, caseId: string): Promise<DeskPost[]>
  /** Adds it, or replaces the one of the same line. */
  writeDeskPost(post: DeskPost): Promise<void>
  deleteDeskPost(post: Pick<DeskPost, 'desk' | 'caseId' | 'line'>): Promise<void>
  /** Whose card or topic this message is. */
  findDeskCase(desk: string, post: string): Promise<string | undefined>
  /** Cases of which something stands at this desk, also those that are deleted. */
  listDeskCases(desk: string): Promise<string[]>
  /** JSON that only the desk reads: where the vendor takes its messages. */
  readDeskPlace(desk: string): Promise<string | undefined>
  writeDeskPlace(desk: string, place: string): Promise<void>
  readDeskInput(desk: string, post: string): Promise<DeskInput | undefined>
  /** Adds it, or replaces the one of the same message. */
  writeDeskInput(input: DeskInput): Promise<void>
  deleteDeskInputs(desk: string, caseId: string): Promise<void>
}
