/** Where the keyboard goes when what had the focus is gone. */
let next: string[] = []

/** The first of these that is there after the next drawing. */
export function focusNext(...ids: string[]): void {
  next = ids
}

export function moveFocus(): void {
  const target = next.map((id) => document.getElementById(id)).find(Boolean)
  next = []
  target?.focus()
}
