/**
 * The port that every desk fills: the place where mediators see cases and act on them. A desk shows
 * and passes on; it never changes a case itself. What a mediator does becomes an `InboundMessage`
 * and takes the same way as a user's message; when its turn is written, the core calls
 * `caseChanged` on every desk, also on those where nobody acted.
 */
import type { FastifyInstance } from 'fastify'
import type { Address, DeskAct, InboundMessage } from '../message.ts'

/**
 * Stores a mediator's act durably; a desk says "received" only after this resolved.
 * Resolves to false when an act with the same `updateId` was there before.
 */
export type AcceptDeskAct = (message: InboundMessage) => Promise<boolean>

export interface Desk {
  readonly name: string
  /** Routes on the one HTTP server (pages, webhook). Called before `start`. */
  registerRoutes?(server: FastifyInstance): Promise<void>
  /** Begins to take mediators' acts. */
  start(accept: AcceptDeskAct): Promise<void>
  /**
   * A case was opened, claimed, answered, closed or deleted, and the change is written. The desk
   * reads the case from the store; it may be gone. Must not throw: a desk that can't be reached is
   * that desk's own business and holds up no turn.
   */
  caseChanged(caseId: string): Promise<void>
  stop(): Promise<void>
}

/** What a mediator did, before it is a message. */
export interface MediatorAct {
  /** Unique for this act; the same one twice takes effect once. */
  updateId: string
  /** The chat of the user whose case this is. */
  address: Address
  mediator: { account: string; name: string }
  caseId: string
  act: DeskAct
  receivedAt: Date
}

/** A mediator's act as the core takes it. */
export function actMessage(act: MediatorAct): InboundMessage {
  return {
    updateId: act.updateId,
    address: act.address,
    from: { kind: 'mediator', account: act.mediator.account, name: act.mediator.name },
    content: { kind: 'desk', caseId: act.caseId, act: act.act },
    receivedAt: act.receivedAt.toISOString(),
  }
}
