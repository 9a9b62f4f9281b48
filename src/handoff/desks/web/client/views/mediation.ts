/** Two sides of a conflict: where the mediation stands, whose words are shown, what comes next. */
import { html, nothing, type TemplateResult } from 'lit-html'
import type { CaseDetail, MediationView } from '../../wire.ts'
import { endMediation, loadTwins, openRoom } from '../acts.ts'
import { caseLink } from '../router.ts'
import { isMine, type MediationForm, type Room, state, update } from '../state.ts'
import { fullTime, languageName, text } from '../text.ts'
import { agreementForm, inviteForm, proposalsView } from './mediation-forms.ts'

const underWay: MediationView['status'][] = ['invited', 'joined', 'open']

/** Below the heading of a case; nothing where a mediator could not begin one. */
export function mediationView(detail: CaseDetail): TemplateResult | typeof nothing {
  const { mediation } = detail
  const canAct = isMine(detail) && detail.status === 'claimed'
  if (!mediation && !canAct && !hasRooms(detail)) return nothing
  return html`
    <section class="mediation" aria-labelledby="mediation-heading">
      <div class="mediation-head">
        <h3 id="mediation-heading">${text('desk.mediation')}</h3>
        ${mediation ? html`<p role="status">${statusSentence(mediation)}</p>` : nothing}
      </div>
      ${hasRooms(detail) ? roomsView(detail) : nothing}
      ${canAct ? actsView(detail) : nothing}
      ${canAct ? formView(detail) : nothing}
    </section>
  `
}

function statusSentence({ status, invitedUntil, agreement }: MediationView): string {
  const until = invitedUntil
    ? ` ${text('desk.team.invite.until', { time: fullTime(invitedUntil) })}`
    : ''
  const confirmed =
    agreement && status === 'open'
      ? ` · ${text('desk.mediation.confirmed', { count: agreement.confirmed })}`
      : ''
  return `${text(`desk.mediation.status.${status}`)}${until}${confirmed}`
}

/** Something was said to both, also where the other side has left or was forgotten since. */
export function hasRooms({ mediation, lines }: CaseDetail): boolean {
  return Boolean(mediation?.otherCase) || lines.some(({ forBoth }) => forBoth)
}

/** This side, the other side, both: never two of them in one list of lines. */
function roomsView({ mediation }: CaseDetail): TemplateResult {
  const otherCase = mediation?.otherCase
  return html`
    <div class="modes rooms" role="group" aria-label=${text('desk.conversation')}>
      ${roomButton('private', text('desk.mediation.this-side'))}
      ${roomButton('common', text('desk.mediation.both'))}
      ${
        otherCase
          ? html`
            <a class="mode" href=${caseLink(otherCase.id)}>
              ${text('desk.mediation.other-side')}
              <span class="muted only-wide">${languageName(otherCase.language)}</span>
            </a>
          `
          : nothing
      }
    </div>
  `
}

function roomButton(room: Room, label: string): TemplateResult {
  return html`
    <button
      class="mode"
      id="room-${room}"
      aria-pressed=${state.room === room ? 'true' : 'false'}
      @click=${() => showRoom(room)}
    >
      ${label}
    </button>
  `
}

/** Who sees the room writes to the room: what is read and where it is answered stay together. */
export function showRoom(room: Room): void {
  update({ room, mode: room === 'common' ? 'common' : 'reply' })
}

function actsView(detail: CaseDetail): TemplateResult {
  const { mediation } = detail
  const isUnderWay = mediation !== null && underWay.includes(mediation.status)
  const canInvite = !isUnderWay || mediation.status === 'invited'
  return html`
    <div class="mediation-acts">
      ${canInvite ? formButton('invite', text('desk.mediation.invite')) : nothing}
      ${
        mediation?.status === 'joined'
          ? html`
            <button
              class="button primary"
              ?disabled=${state.working === `open-room:${detail.id}`}
              @click=${() => openRoom(detail)}
            >
              ${text('desk.mediation.open-room')}
            </button>
          `
          : nothing
      }
      ${
        mediation?.status === 'open'
          ? html`
            ${formButton('proposals', text('desk.mediation.proposals'))}
            ${formButton('agreement', text('desk.mediation.agreement'))}
          `
          : nothing
      }
      ${
        isUnderWay
          ? html`
            <button class="button quiet" @click=${() => endMediation(detail)}>
              ${text('desk.mediation.end')}
            </button>
          `
          : nothing
      }
    </div>
  `
}

function formButton(form: MediationForm, label: string): TemplateResult {
  return html`
    <button
      class="button"
      id="mediation-${form}"
      aria-expanded=${state.mediationForm === form ? 'true' : 'false'}
      aria-controls="mediation-form"
      @click=${() => toggle(form)}
    >
      ${label}
    </button>
  `
}

function toggle(form: MediationForm): void {
  update({ mediationForm: state.mediationForm === form ? undefined : form })
  if (form === 'invite') void loadTwins()
}

function formView(detail: CaseDetail): TemplateResult | typeof nothing {
  const { mediationForm } = state
  if (!mediationForm) return nothing
  return html`
    <div id="mediation-form" class="mediation-form" @keydown=${foldOnEscape}>
      ${contentOf(mediationForm, detail)}
    </div>
  `
}

function contentOf(form: MediationForm, detail: CaseDetail): TemplateResult {
  switch (form) {
    case 'invite':
      return inviteForm(detail)
    case 'proposals':
      return proposalsView(detail)
    case 'agreement':
      return agreementForm(detail)
    default:
      return form satisfies never
  }
}

function foldOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return
  const { mediationForm } = state
  update({ mediationForm: undefined })
  document.getElementById(`mediation-${mediationForm}`)?.focus()
}
