/** Boxes to tick, under one heading. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { settings as page } from '../settings.ts'

export interface Choice {
  value: string
  name: string
}

export function checkGroup(
  field: string,
  legend: string,
  hint: string | undefined,
  choices: Choice[],
  chosen: string[],
  change: (values: string[]) => void,
): TemplateResult {
  const toggle = (value: string, isChosen: boolean) =>
    change(isChosen ? [...chosen, value] : chosen.filter((one) => one !== value))
  return html`
    <fieldset class="checks">
      <legend>${legend}</legend>
      ${hint ? html`<p class="hint">${hint}</p>` : nothing}
      <div class="check-columns">
        ${choices.map(
          ({ value, name }) => html`
            <label class="check">
              <input
                type="checkbox"
                id="${field}-${value}"
                .checked=${live(chosen.includes(value))}
                @change=${(event: Event) => toggle(value, (event.target as HTMLInputElement).checked)}
              /><bdi>${name}</bdi>
            </label>
          `,
        )}
      </div>
    </fieldset>
  `
}

export function byName(one: Choice, other: Choice): number {
  return one.name.localeCompare(other.name, page.language)
}
