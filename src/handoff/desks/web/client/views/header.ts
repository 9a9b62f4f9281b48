import { html, nothing, type TemplateResult } from 'lit-html'
import type { DeskAccount } from '../../wire.ts'
import { languageAddress, listLink } from '../router.ts'
import { signOut } from '../session.ts'
import { settings } from '../settings.ts'
import { state } from '../state.ts'
import { text } from '../text.ts'

export function headerView(account: DeskAccount): TemplateResult {
  return html`
    <header class="top">
      <a class="brand" href=${listLink()}>${brandMark()}<span>${text('desk.title')}</span></a>
      ${connectionView()}
      <nav class="top-menu" aria-label=${account.name}>
        <span class="only-wide">${pageLink('drafts')}</span>
        ${account.administrator ? pageLink('team') : nothing} ${pageLink('settings')}
        <bdi class="who">${account.name}</bdi>
        <span class="only-wide">${languageMenu()} ${signOutButton()}</span>
      </nav>
    </header>
  `
}

/** On a phone the settings page has drafts, language and sign-out: the header has no room for them. */
export function signOutButton(): TemplateResult {
  return html`<button class="button quiet" @click=${signOut}>${text('desk.sign-out')}</button>`
}

export function pageLink(page: 'drafts' | 'team' | 'settings'): TemplateResult {
  return html`
    <a
      class="button quiet"
      href="#${page}"
      aria-current=${state.route.kind === page ? 'page' : 'false'}
      >${text(`desk.${page}`)}</a
    >
  `
}

function connectionView(): TemplateResult {
  const sentence = text(state.connected ? 'desk.connection.live' : 'desk.connection.lost')
  return html`
    <p class=${state.connected ? 'connection' : 'connection lost'} role="status">
      <span class="connection-text">${sentence}</span>
    </p>
  `
}

/** A list of languages, each by its own name. */
export function languageMenu(): TemplateResult {
  return html`
    <label class="language-menu">
      <span class="visually-hidden">${text('desk.language')}</span>
      <select @change=${changeLanguage}>
        ${settings.offered.map(
          ({ code, name }) => html`
            <option value=${code} lang=${code} ?selected=${code === settings.language}>${name}</option>
          `,
        )}
      </select>
    </label>
  `
}

function changeLanguage(event: Event): void {
  location.assign(languageAddress((event.target as HTMLSelectElement).value))
}

/** The signal flag H, which a ship flies to say "pilot on board"; the web chat bears it too. */
export function brandMark(): TemplateResult {
  return html`
    <svg class="brand-mark" viewBox="0 0 40 40" aria-hidden="true">
      <rect x="5" y="2" width="3" height="36" rx="1.5" fill="#f6c65b" />
      <path d="M8 5h13v20H8z" fill="#fff" />
      <path d="M21 5h13.5a1 1 0 0 1 .8 1.6L31 15l4.3 8.4a1 1 0 0 1-.8 1.6H21z" fill="#d8463c" />
    </svg>
  `
}
