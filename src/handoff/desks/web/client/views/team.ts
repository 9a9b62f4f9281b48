import { html, nothing, type TemplateResult } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import type { DeskAccount, Invitation } from '../../wire.ts'
import { listLink } from '../router.ts'
import { state } from '../state.ts'
import { copyInvitation, invite } from '../team.ts'
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
      <section class="card" aria-labelledby="invite-heading">
        <h2 id="invite-heading">${text('desk.team.invite')}</h2>
        <p class="muted">${text('desk.team.invite.intro')}</p>
        <form class="invite" @submit=${submitInvitation}>
          <fieldset>
            <legend class="visually-hidden">${text('desk.team.invite')}</legend>
            <label><input type="radio" name="role" value="mediator" checked />${text('desk.team.invite.mediator')}</label>
            <label><input type="radio" name="role" value="administrator" />${text('desk.team.invite.administrator')}</label>
          </fieldset>
          <button class="button primary">${text('desk.team.invite.create')}</button>
        </form>
        <div role="status">${state.invitation ? invitationView(state.invitation) : nothing}</div>
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

function memberView({ name, administrator }: DeskAccount): TemplateResult {
  return html`
    <li>
      <bdi>${name}</bdi>
      <span class="mark ${administrator ? 'mine' : ''}"
        >${text(administrator ? 'desk.team.administrator' : 'desk.team.mediator')}</span
      >
    </li>
  `
}

function invitationView({ link, expiresAt, copied }: Invitation & { copied: boolean }) {
  return html`
    <div class="field">
      <label for="invitation">${text('desk.team.invite.link')}</label>
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
  const role = new FormData(event.target as HTMLFormElement).get('role')
  void invite(role === 'administrator')
}
