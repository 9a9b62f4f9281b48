import type { Words } from './words.ts'

const typingMilliseconds = 8_000
/** A break shorter than this is nobody's business. */
const quietMilliseconds = 1_500

/**
 * Shows that an answer is on its way, and that the connection is lost. The elements stay on the page
 * without text: a screen reader does not announce one that has only just appeared.
 */
export function createIndicators(words: () => Words) {
  const typing = document.querySelector<HTMLElement>('#typing')!
  const connection = document.querySelector<HTMLElement>('#connection')!
  let typingTimer: ReturnType<typeof setTimeout> | undefined
  let connectionTimer: ReturnType<typeof setTimeout> | undefined

  function showTyping(shown: boolean): void {
    clearTimeout(typingTimer)
    typing.textContent = shown ? words().text('web.typing') : ''
  }

  return {
    typing(): void {
      showTyping(true)
      typingTimer = setTimeout(() => showTyping(false), typingMilliseconds)
    },
    answered: () => showTyping(false),
    connected(isConnected: boolean): void {
      clearTimeout(connectionTimer)
      if (isConnected) {
        connection.textContent = ''
        return
      }
      connectionTimer = setTimeout(() => {
        connection.textContent = words().text('web.offline')
      }, quietMilliseconds)
    },
  }
}
