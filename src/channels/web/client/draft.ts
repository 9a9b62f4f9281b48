import { nothing, render, type TemplateResult } from 'lit-html'

/** The answer comes long before this, or never. */
const longestDraftMilliseconds = 30_000

/**
 * An answer while it is written, below the conversation. Hidden from screen readers, which read the
 * answer itself, once.
 */
export function createDraft() {
  const element = document.querySelector<HTMLElement>('#draft')!
  let timer: ReturnType<typeof setTimeout> | undefined

  function hide(): void {
    clearTimeout(timer)
    render(nothing, element)
  }

  return {
    show(drawn: TemplateResult): void {
      clearTimeout(timer)
      render(drawn, element)
      timer = setTimeout(hide, longestDraftMilliseconds)
    },
    hide,
  }
}
