/** Says to screen readers what others see appear. Lives outside of what is drawn again. */
const region = document.createElement('p')
region.className = 'visually-hidden'
region.setAttribute('role', 'status')
region.setAttribute('aria-live', 'polite')
document.body.append(region)

export function announce(sentence: string): void {
  // The same sentence twice is only read when the region was empty in between.
  region.textContent = ''
  setTimeout(() => {
    region.textContent = sentence
  }, 50)
}
