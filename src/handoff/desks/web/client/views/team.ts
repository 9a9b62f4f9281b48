import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { DeskAccount, Invitation } from '../../wire.ts'
import { listLink } from '../router.ts'
import { state, update } from '../state.ts'
import { copyInvitation, invite, offerNewPassphrase, removeAccount } from '../team.ts'
import { fullTime, text } from '../text.ts'

export function teamView(): TemplateResult {
  return html`
    <main class="team">
      <div class="team-head">
        <a class="back" href=${listLink()}>
          <span class="back-arrow" aria-hidden="true"></span>
          <span class="visually-hidden">${text('desk.back')}</span>
        </a>
        <h1 id="content" tabindex="-1">${text('desk.team')}</h1>
      </div>
      <p class="problem" role="alert">${state.problem ?? nothing}</p>
      <p class="done" role="status">${state.done ?? nothing}</p>
      <section class="card" aria-labelledby="invite-heading">
        <h2 id="invite-heading">${text('desk.team.invite')}</h2>
        <p class="muted">${text('desk.team.invite.intro')}</p>
        <form class="invite" @submit=${submitInvitation}>
          <fieldset>
            <legend class="visually-hidden">${text('desk.team.invite')}</legend>
            <label><input type="radio" name="role" value="mediator" checked />${text('desk.team.invite.mediator')}</label>
            <label><input type="radio" name="role" value="administrator" />${text('desk.team.invite.administrator')}</label>
            <label><input type="radio" name="role" value="organisation" />${text('desk.team.invite.organisation')}</label>
            <label class="invite-organisation">
              ${text('desk.organisation')}
              <select id="organisation" name="organisation" @change=${chooseOrganisation}>
                ${state.invitable.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
              </select>
            </label>
          </fieldset>
          <button class="button primary">${text('desk.team.invite.create')}</button>
        </form>
        <div role="status">
          ${state.invitation && !state.invitation.for ? invitationView(state.invitation) : nothing}
        </div>
      </section>
      <section class="card" aria-labelledby="members-heading">
        <h2 id="members-heading">${text('desk.team.members')}</h2>
        <ul class="members">
          ${repeat(state.team ?? [], ({ id }) => id, memberView)}
        </ul>
      </section>
    </main>
  `
}

function memberView(account: DeskAccount): TemplateResult {
  const { id, name, administrator, organisation } = account
  const { invitation, removing } = state
  return html`
    <li>
      <span class="member">
        <bdi>${name}</bdi>
        <span class="mark ${administrator ? 'mine' : ''}"
          >${text(administrator ? 'desk.team.administrator' : 'desk.team.mediator')}</span
        >
        ${
          organisation
            ? html`
                <span class="muted"
                  >${text('desk.team.agreed', {
                    organisation: organisation.name,
                    time: fullTime(organisation.agreedAt),
                  })}</span
                >
              `
            : nothing
        }
      </span>
      ${id === state.account?.id ? nothing : memberActs(account)}
      ${removing === id ? removalQuestion(account) : nothing}
      <div role="status">${invitation?.for === name ? invitationView(invitation) : nothing}</div>
    </li>
  `
}

function memberActs(account: DeskAccount): TemplateResult {
  const { id, name } = account
  return html`
    <span class="member-acts">
      <button
        class="button quiet"
        id="reset-${id}"
        aria-label="${text('desk.team.reset')}: ${name}"
        @click=${() => offerNewPassphrase(account)}
      >
        ${text('desk.team.reset')}
      </button>
      <button
        class="button quiet"
        id="remove-${id}"
        aria-label="${text('desk.team.remove')}: ${name}"
        aria-expanded=${state.removing === id ? 'true' : 'false'}
        @click=${() => askToRemove(id)}
      >
        ${text('desk.team.remove')}
      </button>
    </span>
  `
}

function askToRemove(id: string): void {
  update({ removing: state.removing === id ? undefined : id, done: undefined })
  queueMicrotask(() => document.getElementById('removal')?.focus())
}

function removalQuestion(account: DeskAccount): TemplateResult {
  return html`
    <div class="removal" id="removal" tabindex="-1" role="group" aria-labelledby="removal-question">
      <p id="removal-question">${text('desk.team.remove.question', { name: account.name })}</p>
      <button class="button primary" id="confirm-removal" @click=${() => removeAccount(account)}>
        ${text('desk.team.remove.confirm')}
      </button>
      <button class="button" @click=${() => keep(account)}>${text('desk.dismiss')}</button>
    </div>
  `
}

function keep({ id }: DeskAccount): void {
  update({ removing: undefined })
  document.getElementById(`remove-${id}`)?.focus()
}

function invitationView(invitation: Invitation & { copied: boolean; for?: string }) {
  const { link, expiresAt, copied } = invitation
  const label = invitation.for
    ? text('desk.team.reset.link', { name: invitation.for })
    : text('desk.team.invite.link')
  return html`
    <div class="field">
      <label for="invitation">${label}</label>
      <div class="with-button">
        <input id="invitation" readonly dir="ltr" .value=${link} aria-describedby="invitation-hint" />
        <button class="button" @click=${copy}>
          ${text(copied ? 'desk.team.invite.copied' : 'desk.team.invite.copy')}
        </button>
      </div>
      <p id="invitation-hint" class="hint">
        ${text('desk.team.invite.until', { time: fullTime(expiresAt) })}
      </p>
    </div>
  `
}

function copy(): Promise<void> {
  return copyInvitation(document.getElementById('invitation') as HTMLInputElement)
}

function submitInvitation(event: SubmitEvent): void {
  event.preventDefault()
  const data = new FormData(event.target as HTMLFormElement)
  const role = data.get('role')
  const organisation = role === 'organisation' ? String(data.get('organisation')) : undefined
  void invite({ administrator: role === 'administrator', ...(organisation && { organisation }) })
}

/** Whoever chooses an organisation means it. */
function chooseOrganisation(event: Event): void {
  const { form } = event.target as HTMLSelectElement
  const role = form?.elements.namedItem('role') as RadioNodeList | null
  if (role) role.value = 'organisation'
}
