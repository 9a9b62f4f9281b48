import type { PageSettings } from '../wire.ts'

/** What the server wrote into the page. */
export const settings: PageSettings = JSON.parse(
  document.getElementById('settings')?.textContent ?? '{}',
)
