/** A mediator's own settings: what they can take, when, and how they are told. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { OwnSettings } from '../../wire.ts'
import { notificationsOn } from '../notifications.ts'
import { changeOwn, changePassphrase, saveSettings, wantNotifications } from '../own-settings.ts'
import { listLink } from '../router.ts'
import { settings as page } from '../settings.ts'
import { state } from '../state.ts'
import { languageName, text, topicName } from '../text.ts'
import { byName, type Choice, checkGroup } from './checks.ts'
import { languageMenu, pageLink, signOutButton } from './header.ts'
import { hoursView } from './hours.ts'
import { organisationView } from './organisation.ts'

export function settingsView(): TemplateResult {
  const { own } = state
  return html`
    <main class="team settings">
      <div class="team-head">
        <a class="back" href=${listLink()}>
          <span class="back-arrow" aria-hidden="true"></span>
          <span class="visually-hidden">${text('desk.back')}</span>
        </a>
        <h1 id="content" tabindex="-1">${text('desk.settings')}</h1>
      </div>
      <section class="card only-narrow">${pageLink('drafts')} ${languageMenu()} ${signOutButton()}</section>
      ${own ? [formView(own), organisationView(), notifyView(), passphraseView()] : html`<p role="status">${text('desk.loading')}</p>`}
      <div class="outcome">
        <p class="problem" role="alert">${state.problem ?? nothing}</p>
        <p class="done" role="status">${state.done ?? nothing}</p>
      </div>
    </main>
  `
}

function formView(own: OwnSettings): TemplateResult {
  return html`
    <form class="card" @submit=${submitSettings}>
      <div class="field">
        <label for="own-name">${text('desk.name')}</label>
        <input
          id="own-name"
          dir="auto"
          required
          minlength="2"
          maxlength="60"
          aria-describedby="own-name-hint"
          .value=${live(own.name)}
          @input=${(event: Event) => changeOwn({ name: typedIn(event) })}
        />
        <p id="own-name-hint" class="hint">${text('desk.join.name-hint')}</p>
      </div>
      ${languageFields(own)}
      ${state.account?.organisation ? nothing : takingFields(own)}
      <button class="button primary" id="save-settings" ?disabled=${state.working === 'settings'}>
        ${text('desk.settings.save')}
      </button>
    </form>
  `
}

/** What a mediator takes; for an organisation's account that is the organisation's to say. */
function takingFields(own: OwnSettings): TemplateResult {
  return html`
      ${checks('topics', text('desk.settings.topics'), topics(), own.settings.topics)}
      ${checks('districts', text('desk.settings.districts'), districts(own), own.settings.districts)}
      ${hoursView(own.settings.hours, (hours) => changeOwn({ hours }))}
      <div class="field">
        <label for="capacity">${text('desk.settings.capacity')}</label>
        <input
          id="capacity"
          type="number"
          min="0"
          max="1000"
          inputmode="numeric"
          aria-describedby="capacity-hint"
          .value=${live(String(own.settings.capacity ?? ''))}
          @input=${(event: Event) => changeOwn({ capacity: numberOf(typedIn(event)) })}
        />
        <p id="capacity-hint" class="hint">${text('desk.settings.capacity.hint')}</p>
      </div>
      <label class="check">
        <input
          type="checkbox"
          id="paused"
          .checked=${live(own.settings.paused)}
          @change=${(event: Event) => changeOwn({ paused: (event.target as HTMLInputElement).checked })}
        />${text('desk.settings.paused')}
      </label>
  `
}

/** The first is the one that translations come in. */
function languageFields({ settings }: OwnSettings): TemplateResult {
  const [first = '', ...others] = settings.languages
  const all = Object.keys(page.languages)
    .map((code) => ({ value: code, name: languageName(code) }))
    .sort(byName)
  const chooseFirst = (event: Event) => {
    const chosen = typedIn(event)
    const rest = settings.languages.filter((code) => code !== chosen)
    changeOwn({ languages: chosen ? [chosen, ...rest] : [] })
  }
  return html`
    <div class="field">
      <label for="first-language">${text('desk.settings.first-language')}</label>
      <select id="first-language" aria-describedby="first-language-hint" @change=${chooseFirst}>
        ${[{ value: '', name: '–' }, ...all].map(
          ({ value, name }) => html`
            <option value=${value} ?selected=${value === first}>${name}</option>
          `,
        )}
      </select>
      <p id="first-language-hint" class="hint">${text('desk.settings.first-language.hint')}</p>
    </div>
    ${
      first
        ? checkGroup(
            'languages',
            text('desk.settings.other-languages'),
            undefined,
            all.filter(({ value }) => value !== first),
            others,
            (chosen) => changeOwn({ languages: [first, ...chosen] }),
          )
        : nothing
    }
  `
}

function checks(
  field: 'topics' | 'districts',
  legend: string,
  choices: Choice[],
  chosen: string[],
): TemplateResult {
  return checkGroup(field, legend, text('desk.settings.none-is-all'), choices, chosen, (values) =>
    changeOwn({ [field]: values }),
  )
}

function topics(): Choice[] {
  return Object.keys(page.texts)
    .filter((key) => key.startsWith('topic.'))
    .map((key) => key.slice('topic.'.length))
    .map((value) => ({ value, name: topicName(value) }))
    .sort(byName)
}

function districts(own: OwnSettings): Choice[] {
  return own.districts.map(({ key, name }) => ({ value: key, name }))
}

function notifyView(): TemplateResult {
  return html`
    <section class="card">
      <label class="check">
        <input
          type="checkbox"
          id="notify"
          aria-describedby="notify-hint"
          .checked=${live(notificationsOn())}
          @change=${(event: Event) => wantNotifications((event.target as HTMLInputElement).checked)}
        />${text('desk.settings.notify')}
      </label>
      <p id="notify-hint" class="hint">${text('desk.settings.notify.hint')}</p>
    </section>
  `
}

function passphraseView(): TemplateResult {
  return html`
    <form class="card" @submit=${submitPassphrase}>
      <h2>${text('desk.settings.passphrase')}</h2>
      <div class="field">
        <label for="current">${text('desk.settings.passphrase.current')}</label>
        <input id="current" name="current" type="password" dir="auto" autocomplete="current-password" maxlength="200" required />
      </div>
      <div class="field">
        <label for="new-passphrase">${text('desk.settings.passphrase.new')}</label>
        <input id="new-passphrase" name="passphrase" type="password" dir="auto" autocomplete="new-password" minlength="12" maxlength="200" required aria-describedby="new-passphrase-hint" />
        <p id="new-passphrase-hint" class="hint">${text('desk.passphrase.hint')}</p>
      </div>
      <button class="button" id="save-passphrase" ?disabled=${state.working === 'passphrase'}>
        ${text('desk.settings.passphrase')}
      </button>
    </form>
  `
}

function submitSettings(event: SubmitEvent): void {
  event.preventDefault()
  void saveSettings()
}

async function submitPassphrase(event: SubmitEvent): Promise<void> {
  event.preventDefault()
  const form = event.target as HTMLFormElement
  const data = new FormData(form)
  const isChanged = await changePassphrase(
    String(data.get('current')),
    String(data.get('passphrase')),
  )
  if (isChanged) form.reset()
}

function typedIn(event: Event): string {
  return (event.target as HTMLInputElement | HTMLSelectElement).value
}

function numberOf(value: string): number | undefined {
  return value === '' ? undefined : Number(value)
}
