/** What an activity in the desk's channel asks for. Pure. */
import { z } from 'zod'
import type { DeskActivity } from './bot.ts'
import { actOf, type ButtonAct } from './card.ts'

const longestName = 80

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

/** What a mediator wrote into the thread of a case. */
export type Written =
  | { kind: 'reply' | 'note'; text: string }
  | { kind: 'hand-over'; name: string }
  | { kind: 'empty' }
  /** A slash and something that is no command: what was meant to stay inside must not go out. */
  | { kind: 'unknown-command' }

/** As long as a user's message may be. */
const longestText = 4_000

export function readWritten(text: string): Written {
  const [, command, rest = ''] = /^\s*\/\s*(\S*)\s*([\s\S]*)$/.exec(text) ?? []
  const isCommand = command !== undefined
  const content = (isCommand ? rest : text).trim()
  if (isCommand && !/^(note|over)$/i.test(command)) return { kind: 'unknown-command' }
  if (content === '' || [...content].length > longestText) return { kind: 'empty' }
  if (!isCommand) return { kind: 'reply', text: content }
  return command.toLowerCase() === 'note'
    ? { kind: 'note', text: content }
    : { kind: 'hand-over', name: content }
}

/** Users read it: one line, nothing that acts on the screen. */
function cleanName(name = ''): string {
  const line = name
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return [...line].slice(0, longestName).join('')
}
