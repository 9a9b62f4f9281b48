/**
 * The only way from one side's turn to the other side: a message for its conversation, which that
 * conversation's own turn translates, sends and writes down. It is accepted with this turn or not at
 * all.
 */
import { otherCaseOf } from '../../handoff/mediation.ts'
import type { InboundMessage, MediationEvent } from '../../message.ts'
import type { Mediation } from '../../storage/store.ts'
import type { Turn } from '../turn.ts'

/** Empty where there is no other side, or none any more. */
export async function toOtherSide(
  { services, readCase }: Turn,
  mediation: Mediation,
  ownCase: string,
  event: MediationEvent,
): Promise<InboundMessage[]> {
  const otherCase = otherCaseOf(mediation, ownCase)
  const other = otherCase === undefined ? undefined : await readCase(otherCase)
  if (!other || other.status === 'closed') return []
  return [
    {
      updateId: `mediation ${services.newId()}`,
      address: other.address,
      from: { kind: 'program' },
      content: { kind: 'mediation', mediationId: mediation.id, caseId: other.id, event },
      receivedAt: services.now().toISOString(),
    },
  ]
}
