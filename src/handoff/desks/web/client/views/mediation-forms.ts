/** What unfolds in a mediation: links for the other side, proposals, the text of an agreement. */
import { html, nothing, type TemplateResult } from 'lit-html'
import type { CaseDetail, CaseLine, MediationLink } from '../../wire.ts'
import { inviteOtherSide, proposeAgreement } from '../acts.ts'
import { writeDraft } from '../drafts.ts'
import { focusNext } from '../focus.ts'
import { state, update } from '../state.ts'
import { channelName, fullTime, text } from '../text.ts'

const longest = 4_000

export function inviteForm(detail: CaseDetail): TemplateResult {
  const invitation =
    state.mediationInvitation?.caseId === detail.id ? state.mediationInvitation : undefined
  return html`
    <p class="hint">${text('desk.mediation.invite.hint')}</p>
    <form
      class="with-button"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        const entry = new FormData(event.target as HTMLFormElement).get('entry')
        void inviteOtherSide(detail, String(entry ?? ''))
      }}
    >
      <label for="mediation-entry">${text('desk.mediation.entry')}</label>
      <select id="mediation-entry" name="entry">
        <option value="">${text('desk.mediation.entry.none')}</option>
        ${(state.twins ?? []).map(
          ({ entry, title }) => html`
            <option value=${entry} ?selected=${entry === detail.mediation?.entry}>${title}</option>
          `,
        )}
      </select>
      <button class="button primary">${text('desk.team.invite.create')}</button>
    </form>
    ${
      invitation && detail.mediation?.status === 'invited'
        ? html`
          <ul class="mediation-links">
            ${invitation.links.map((link) => linkView(link, invitation.copied))}
          </ul>
          <p class="hint">
            ${text('desk.team.invite.until', { time: fullTime(invitation.expiresAt) })}
          </p>
        `
        : nothing
    }
  `
}

function linkView({ channel, url, code }: MediationLink, copied: string | undefined) {
  const id = `mediation-link-${channel}`
  const label = text('desk.mediation.link', { channel: channelName(channel) })
  return html`
    <li>
      <svg class="qr-code" role="img" aria-label=${label} viewBox="0 0 ${code.size} ${code.size}">
        <path d=${code.path}></path>
      </svg>
      <div class="field">
        <label for=${id}>${label}</label>
        <div class="with-button">
          <input id=${id} readonly dir="ltr" .value=${url} />
          <button class="button" @click=${() => copy(id, channel)}>
            ${text(copied === channel ? 'desk.team.invite.copied' : 'desk.team.invite.copy')}
          </button>
        </div>
      </div>
    </li>
  `
}

async function copy(id: string, channel: string): Promise<void> {
  const field = document.getElementById(id) as HTMLInputElement
  field.select()
  try {
    await navigator.clipboard.writeText(field.value)
    const { mediationInvitation } = state
    if (mediationInvitation) {
      update({ mediationInvitation: { ...mediationInvitation, copied: channel } })
    }
  } catch {
    // Plain http has no clipboard: the selected text can be copied by hand.
  }
}

type Proposal = Pick<CaseLine, 'id' | 'text' | 'translation'>

export function proposalsView(detail: CaseDetail): TemplateResult {
  const own = detail.lines.filter(({ author, proposal }) => author === 'user' && proposal)
  const sides: [string, Proposal[]][] = [
    [text('desk.mediation.this-side'), own],
    [text('desk.mediation.other-side'), detail.mediation?.otherProposals ?? []],
  ]
  return html`${sides.map(
    ([side, proposals]) => html`
      <h4>${side}</h4>
      ${
        proposals.length === 0
          ? html`<p class="muted">–</p>`
          : html`<ul class="proposals">${proposals.map((one) => proposalView(one, detail))}</ul>`
      }
    `,
  )}`
}

/** Sharing puts the words into the field first: the mediator answers for what both read. */
function proposalView({ text: written, translation }: Proposal, { id }: CaseDetail) {
  const readable = translation?.kind === 'translated' ? translation.text : written
  return html`
    <li>
      <p dir="auto">${readable}</p>
      <button
        class="button"
        @click=${() => {
          writeDraft(id, 'common', readable)
          update({ room: 'common', mode: 'common', writesProposal: true, mediationForm: undefined })
          focusNext('common')
        }}
      >
        ${text('desk.mediation.share')}
      </button>
    </li>
  `
}

export function agreementForm(detail: CaseDetail): TemplateResult {
  const current = detail.mediation?.agreement?.text ?? ''
  return html`
    <form
      class="agreement-form"
      @submit=${(event: SubmitEvent) => {
        event.preventDefault()
        const written = String(
          new FormData(event.target as HTMLFormElement).get('agreement'),
        ).trim()
        if (written) void proposeAgreement(detail, written)
      }}
    >
      <label for="agreement">${text('desk.mediation.agreement')}</label>
      <textarea
        id="agreement"
        name="agreement"
        dir="auto"
        rows="4"
        maxlength=${longest}
        aria-describedby="agreement-hint"
        .defaultValue=${current}
        required
      ></textarea>
      <p id="agreement-hint" class="hint">${text('desk.mediation.agreement.hint')}</p>
      <button class="button primary">${text('desk.mediation.share')}</button>
    </form>
  `
}
