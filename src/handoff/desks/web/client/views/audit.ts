/** Who saw and did what in a case; for administrators. */
import { html, nothing, type TemplateResult } from 'lit-html'
import type { DeskTextKey } from '../../text-keys.ts'
import type { AuditLine, CaseDetail } from '../../wire.ts'
import { loadAudit } from '../acts.ts'
import { state, update } from '../state.ts'
import { fullTime, text } from '../text.ts'

const sentences: Record<AuditLine['act'], DeskTextKey> = {
  view: 'desk.audit.view',
  claim: 'desk.system.claimed',
  reply: 'desk.audit.reply',
  correct: 'desk.system.corrected',
  note: 'desk.audit.note',
  release: 'desk.system.released',
  'hand-over': 'desk.audit.hand-over',
  close: 'desk.system.closed',
  reopen: 'desk.system.reopened',
  invite: 'desk.system.mediation-invited',
  'open-room': 'desk.system.mediation-opened',
  'say-to-both': 'desk.compose.common',
  'propose-agreement': 'desk.system.agreement-proposed',
  'end-mediation': 'desk.system.mediation-ended',
}

export function auditButton(detail: CaseDetail): TemplateResult | typeof nothing {
  if (!state.account?.administrator) return nothing
  const { audit } = state
  return html`
    <button
      class="button quiet"
      id="audit"
      aria-expanded=${audit ? 'true' : 'false'}
      @click=${() => (audit ? update({ audit: undefined }) : loadAudit(detail))}
    >
      ${text('desk.audit')}
    </button>
  `
}

/** Under the heading of the case, while it is looked at. */
export function auditView(): TemplateResult | typeof nothing {
  const { audit } = state
  return audit
    ? html`<ol class="audit-lines" tabindex="0" aria-label=${text('desk.audit')}>${audit.map(auditLine)}</ol>`
    : nothing
}

function auditLine({ at, name, act }: AuditLine): TemplateResult {
  return html`
    <li>
      <time datetime=${at}>${fullTime(at)}</time>
      <span>${text(sentences[act], { name })}</span>
    </li>
  `
}
