import type { Words } from './words.ts'

/** The core reads no more, see the assistant's sentence on texts that are too long. */
const longestText = 4000
const countFrom = 3600

/** The field to write in: Enter sends, Shift+Enter begins a line, a counter near the limit. */
export function createComposer(options: { words: () => Words; onSend: (text: string) => void }) {
  const form = document.querySelector<HTMLFormElement>('#composer')!
  const field = form.querySelector('textarea')!
  const button = form.querySelector('button')!
  const counter = form.querySelector<HTMLElement>('#counter')!

  function show(): void {
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight}px`
    const { length } = field.value.trim()
    const over = length > longestText
    button.disabled = over
    field.setAttribute('aria-invalid', String(over))
    counter.classList.toggle('problem', over)
    // Read aloud only where it stops the message, not at every letter.
    counter.setAttribute('aria-live', over ? 'polite' : 'off')
    counter.textContent =
      length < countFrom
        ? ''
        : over
          ? options.words().text('web.charactersOver', { count: length - longestText })
          : options.words().text('web.charactersLeft', { count: longestText - length })
  }

  function submit(): void {
    const text = field.value.trim()
    if (!text || text.length > longestText) return
    field.value = ''
    show()
    options.onSend(text)
    field.focus()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    submit()
  })
  field.addEventListener('input', show)
  field.addEventListener('keydown', (event) => {
    // Enter also confirms a word in input methods; that one must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    submit()
  })
  show()
  return { show, focus: () => field.focus() }
}
