/** Over the list: words, filters, and whose cases. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { changeSearch } from '../cases.ts'
import { settings } from '../settings.ts'
import { type Filter, noSearch, state, update } from '../state.ts'
import { languageName, text, topicName } from '../text.ts'

const holders = ['all', 'unclaimed', 'mine'] as const satisfies Filter[]

export function caseSearchView(): TemplateResult {
  const { search, filtersShown } = state
  const active = activeFilters()
  return html`
    <div class="search" role="search">
      <label for="search" class="visually-hidden">${text('desk.search')}</label>
      <input
        id="search"
        type="search"
        dir="auto"
        maxlength="200"
        autocomplete="off"
        placeholder=${text('desk.search.hint')}
        .value=${search.words}
        @input=${(event: Event) => changeSearch({ words: (event.target as HTMLInputElement).value })}
      />
      <button
        class="button"
        id="filter-toggle"
        aria-expanded=${filtersShown ? 'true' : 'false'}
        aria-controls="filters"
        @click=${() => update({ filtersShown: !filtersShown })}
      >
        ${text('desk.filter')} ${active > 0 ? html`<span class="count">${active}</span>` : nothing}
      </button>
    </div>
    ${filtersShown ? filtersView(active) : nothing}
    <div class="filters" role="group" aria-labelledby="list-heading">
      ${holders.map(holderButton)}
    </div>
  `
}

function filtersView(active: number): TemplateResult {
  const { search } = state
  return html`
    <div id="filters" class="filter-fields">
      ${choice('status', text('desk.filter.status'), search.status, [
        ['open', text('desk.filter.open')],
        ['closed', text('desk.case.closed')],
      ])}
      ${choice('language', text('desk.language'), search.language, [any(), ...languages()])}
      ${choice('topic', text('desk.filter.topic'), search.topic, [any(), ...topics()])}
      <label class="check">
        <input
          type="checkbox"
          id="filter-waiting"
          .checked=${search.waiting}
          @change=${(event: Event) => changeSearch({ waiting: (event.target as HTMLInputElement).checked })}
        />${text('desk.filter.waiting')}
      </label>
      ${
        active > 0
          ? html`<button class="button quiet" @click=${clear}>${text('desk.filter.clear')}</button>`
          : nothing
      }
    </div>
  `
}

function clear(): void {
  changeSearch({ ...noSearch, words: state.search.words, holder: state.search.holder })
  document.getElementById('filter-toggle')?.focus()
}

function activeFilters(): number {
  const { status, language, topic, waiting } = state.search
  return [status !== noSearch.status, language, topic, waiting].filter(Boolean).length
}

type Option = [value: string, name: string]

const any = (): Option => ['', text('desk.cases.all')]

function languages(): Option[] {
  return byName(Object.keys(settings.languages).map((code) => [code, languageName(code)]))
}

function topics(): Option[] {
  const keys = Object.keys(settings.texts).filter((key) => key.startsWith('topic.'))
  return byName(keys.map((key) => [key.slice('topic.'.length), topicName(key.slice(6))]))
}

function byName(options: Option[]): Option[] {
  return options.sort(([, one], [, other]) => one.localeCompare(other, settings.language))
}

function choice(
  name: 'status' | 'language' | 'topic',
  label: string,
  chosen: string,
  options: Option[],
): TemplateResult {
  return html`
    <label class="choice">
      <span>${label}</span>
      <select
        id="filter-${name}"
        @change=${(event: Event) => changeSearch({ [name]: (event.target as HTMLSelectElement).value })}
      >
        ${options.map(
          ([value, title]) => html`
            <option value=${value} ?selected=${value === chosen}>${title}</option>
          `,
        )}
      </select>
    </label>
  `
}

function holderButton(holder: Filter): TemplateResult {
  return html`
    <button
      class="filter"
      aria-pressed=${state.search.holder === holder ? 'true' : 'false'}
      @click=${() => changeSearch({ holder })}
    >
      ${text(`desk.cases.${holder}`)} <span class="count">${state.counts[holder]}</span>
    </button>
  `
}
