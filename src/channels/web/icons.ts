/** Drawings of the page. The flag is the signal flag H, which a ship flies to say "pilot on board". */
import { html } from './html.ts'

export const flag = html`<svg class="flag" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
  <rect x="5" y="2" width="3" height="36" rx="1.5" fill="#f6c65b"/>
  <path d="M8 5h13v20H8z" fill="#fff"/>
  <path d="M21 5h13.5a1 1 0 0 1 .8 1.6L31 15l4.3 8.4a1 1 0 0 1-.8 1.6H21z" fill="#d8463c"/>
</svg>`

export const favicon = flag.markup.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')

const line = html`fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"`

export const globe = html`<svg viewBox="0 0 24 24" ${line}><circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.7 2.5 4 5.5 4 9s-1.3 6.5-4 9c-2.7-2.5-4-5.5-4-9s1.3-6.5 4-9z"/></svg>`

export const lock = html`<svg viewBox="0 0 24 24" ${line}><rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/></svg>`

export const paperPlane = html`<svg viewBox="0 0 24 24" ${line}><path d="M21 3 10 14M21 3l-7 18-4-7-7-4z"/></svg>`
