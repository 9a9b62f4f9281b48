/** What an activity in the desk's channel asks for. Pure. */
import { z } from 'zod'
import { actOf, type ButtonAct } from '../shared/describe-case.ts'
import { cleanName } from '../shared/read-written.ts'
import type { DeskActivity } from './bot.ts'

export interface TeamsMediator {
  /** `teams:` and who it is in the tenant's directory. */
  account: string
  name: string
}

export type Asked =
  | { kind: 'press'; number: string; caseId: string; act: ButtonAct; by: TeamsMediator }
  /** Words in a thread, of a case or not. */
  | { kind: 'words'; number: string; thread: string; isMention: boolean; by: TeamsMediator }
  | { kind: 'nothing' }

const pressSchema = z.object({
  action: z.object({
    verb: z.string().max(64),
    data: z.object({ case: z.string().min(1).max(64) }),
  }),
})

const accountPrefix = 'teams:'

/** Whether this account acts in Teams. */
export function isTeamsAccount(account: string | undefined): boolean {
  return account?.startsWith(accountPrefix) ?? false
}

export function channelOf({ conversation }: Pick<DeskActivity, 'conversation'>): string {
  return conversation.id.split(';')[0] ?? conversation.id
}

/** Only one tenant, and this one. */
export function isOfTenant(
  { conversation, channelData }: DeskActivity,
  tenant: string | undefined,
): boolean {
  if (tenant === undefined) return true
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined)
  return named.length > 0 && named.every((id) => id.toLowerCase() === tenant.toLowerCase())
}

/** @param nobody How somebody without a name is called. */
export function readActivity(activity: DeskActivity, nobody: string): Asked {
  const { type, id: number, from, recipient, entities, conversation } = activity
  const { aadObjectId } = from
  if (from.role === 'bot' || from.id === recipient.id) return { kind: 'nothing' }
  if (number === undefined || aadObjectId === undefined) return { kind: 'nothing' }
  const by = { account: accountPrefix + aadObjectId, name: cleanName(from.name) || nobody }
  if (type === 'invoke' && activity.name === 'adaptiveCard/action') {
    const pressed = pressSchema.safeParse(activity.value).data?.action
    const act = pressed && actOf(pressed.verb)
    return act ? { kind: 'press', number, caseId: pressed.data.case, act, by } : { kind: 'nothing' }
  }
  const thread = /;messageid=([^;]+)/.exec(conversation.id)?.[1]
  if (type !== 'message' || thread === undefined) return { kind: 'nothing' }
  const isMention = (entities ?? []).some(
    (entity) => entity.type === 'mention' && entity.mentioned?.id === recipient.id,
  )
  return { kind: 'words', number, thread, isMention, by }
}
