/** When a mediator is there, day by day; a pause splits a day in two. */
import { html, nothing, type TemplateResult } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import type { OwnSettings } from '../../wire.ts'
import { settings as page } from '../settings.ts'
import { text } from '../text.ts'

type Hours = OwnSettings['settings']['hours']
type Day = keyof Hours

const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'] as const satisfies Day[]
/** A morning and an afternoon, and one to spare. */
const mostSpans = 3
const usualSpan = '09:00-16:00'
/** Any week will do: this one begins with a Monday. */
const monday = Date.UTC(2024, 0, 1)

export function hoursView(hours: Hours, change: (hours: Hours) => void): TemplateResult {
  return html`
    <fieldset class="hours">
      <legend>${text('desk.settings.hours')}</legend>
      <p class="hint">${text('desk.settings.hours.hint')}</p>
      ${days.map((day, index) => dayView(day, dayName(index), hours, change))}
    </fieldset>
  `
}

function dayView(
  day: Day,
  name: string,
  hours: Hours,
  change: (hours: Hours) => void,
): TemplateResult {
  const spans = hours[day] ?? []
  const write = (changed: string[]) => change({ ...hours, [day]: changed })
  return html`
    <div class="day" id="hours-${day}">
      <span class="day-name">${name}</span>
      <div class="spans">
        ${spans.length === 0 ? html`<span class="muted">${text('desk.settings.hours.none')}</span>` : nothing}
        ${spans.map((span, index) =>
          spanView(span, name, (changed) =>
            write(spans.flatMap((one, at) => (at === index ? (changed ? [changed] : []) : [one]))),
          ),
        )}
      </div>
      ${
        spans.length < mostSpans
          ? html`
              <button
                type="button"
                class="button quiet symbol"
                aria-label=${text('desk.settings.hours.add', { day: name })}
                @click=${() => write([...spans, spans.length === 0 ? usualSpan : nextSpan(spans)])}
              >
                +
              </button>
            `
          : nothing
      }
    </div>
  `
}

function spanView(
  span: string,
  day: string,
  write: (span: string | undefined) => void,
): TemplateResult {
  const [from = '', until = ''] = span.split('-')
  const value = (event: Event) => (event.target as HTMLInputElement).value
  return html`
    <span class="span">
      <input
        type="time"
        required
        aria-label=${text('desk.settings.hours.from', { day })}
        .value=${live(from)}
        @change=${(event: Event) => write(`${value(event)}-${until}`)}
      />
      <span aria-hidden="true">–</span>
      <input
        type="time"
        required
        aria-label=${text('desk.settings.hours.until', { day })}
        .value=${live(until)}
        @change=${(event: Event) => write(`${from}-${value(event)}`)}
      />
      <button
        type="button"
        class="button quiet symbol"
        aria-label=${text('desk.settings.hours.remove', { day })}
        @click=${() => write(undefined)}
      >
        ×
      </button>
    </span>
  `
}

/** After the last one, an hour long. */
function nextSpan(spans: string[]): string {
  const last = Number(spans.at(-1)?.slice(6, 8))
  const from = Math.min(Number.isNaN(last) ? 14 : last + 1, 22)
  const hour = (number: number) => `${String(number).padStart(2, '0')}:00`
  return `${hour(from)}-${hour(from + 1)}`
}

function dayName(index: number): string {
  const locale = Intl.DateTimeFormat.supportedLocalesOf([page.language])[0] ?? 'de'
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  return format.format(monday + index * 86_400_000)
}
