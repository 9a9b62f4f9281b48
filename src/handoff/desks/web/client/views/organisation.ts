/** The settings of an organisation, below those of the account that speaks for it. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { OrganisationPage } from '../../wire.ts'
import { changeOrganisation, saveOrganisation } from '../organisation.ts'
import { state } from '../state.ts'
import { languageName, text, topicName } from '../text.ts'
import { byName, checkGroup } from './checks.ts'
import { hoursView } from './hours.ts'

export function organisationView(): TemplateResult | typeof nothing {
  const { organisation } = state
  if (!organisation) return nothing
  const { settings, directory, name } = organisation
  const numberHint = text('desk.settings.organisation.capacity', {
    number: String(directory.capacity),
  })
  return html`
    <form class="card" id="organisation-settings" @submit=${submit}>
      <h2>${text('desk.settings.organisation', { organisation: name })}</h2>
      <p class="hint">${text('desk.settings.organisation.hint')}</p>
      <div class="field">
        <label for="organisation-capacity">${text('desk.settings.capacity')}</label>
        <input
          id="organisation-capacity"
          type="number"
          min="0"
          max="1000"
          inputmode="numeric"
          aria-describedby="organisation-capacity-hint"
          .value=${live(String(settings.capacity ?? ''))}
          @input=${(event: Event) => changeOrganisation({ capacity: numberIn(event) })}
        />
        <p id="organisation-capacity-hint" class="hint">${numberHint}</p>
      </div>
      <div class="field">
        <label for="paused-until">${text('desk.settings.paused-until')}</label>
        <input
          id="paused-until"
          type="date"
          .value=${live(settings.pausedUntil ?? '')}
          @input=${(event: Event) => changeOrganisation({ pausedUntil: typedIn(event) || undefined })}
        />
      </div>
      ${narrowing(organisation)}
      ${hoursView(settings.hours ?? directory.hours, (hours) => changeOrganisation({ hours }))}
      <button
        class="button primary"
        id="save-organisation"
        ?disabled=${state.working === 'organisation'}
      >
        ${text('desk.settings.save')}
      </button>
    </form>
  `
}

/** Less than the directory says of it, never more. */
function narrowing({ settings, directory }: OrganisationPage): TemplateResult[] {
  const languages = directory.languages
    .map((code) => ({ value: code, name: languageName(code) }))
    .sort(byName)
  const topics = directory.topics
    .map((topic) => ({ value: topic, name: topicName(topic) }))
    .sort(byName)
  const districts = directory.districts.map(({ key, name }) => ({ value: key, name }))
  const choose = (
    field: 'languages' | 'topics' | 'districts',
    legend: string,
    choices: { value: string; name: string }[],
  ) =>
    checkGroup(`organisation-${field}`, legend, undefined, choices, settings[field], (chosen) =>
      changeOrganisation({ [field]: chosen }),
    )
  return [
    ...(languages.length > 1 ? [choose('languages', text('desk.language'), languages)] : []),
    ...(topics.length > 1 ? [choose('topics', text('desk.settings.topics'), topics)] : []),
    ...(districts.length > 1
      ? [choose('districts', text('desk.settings.districts'), districts)]
      : []),
  ]
}

function submit(event: SubmitEvent): void {
  event.preventDefault()
  void saveOrganisation()
}

function typedIn(event: Event): string {
  return (event.target as HTMLInputElement).value
}

function numberIn(event: Event): number | undefined {
  const value = typedIn(event)
  return value === '' ? undefined : Number(value)
}
