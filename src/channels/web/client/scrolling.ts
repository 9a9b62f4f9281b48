/** How far from the end someone may be and still be taken along. */
const nearEndPixels = 400

export function createScrolling(log: HTMLElement) {
  const page = document.scrollingElement ?? document.documentElement
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)')
  let nearEnd = true
  window.addEventListener(
    'scroll',
    () => {
      nearEnd = page.scrollHeight - page.scrollTop - page.clientHeight < nearEndPixels
    },
    { passive: true },
  )
  const behavior = (): ScrollBehavior => (calm.matches ? 'auto' : 'smooth')

  return {
    toEnd(): void {
      nearEnd = true
      window.scrollTo({ top: page.scrollHeight, behavior: behavior() })
    },
    jumpToEnd(): void {
      window.scrollTo({ top: page.scrollHeight })
    },
    /** Long answers are read from their beginning; who reads further up is left in peace. */
    toNewest(): void {
      if (!nearEnd) return
      log.lastElementChild?.scrollIntoView({ block: 'start', behavior: behavior() })
    },
  }
}
