/** A link for the other side of a conflict: made by the user, or at the desk. */

import { eventLine, expiryOf, hashSecret, invite } from '../../handoff/mediation.ts'
import { formatMoment } from '../../knowledge/figures.ts'
import type { Block, ChannelName } from '../../message.ts'
import type { CaseChange, NewCaseLine } from '../../storage/store.ts'
import { answerWith, paragraph, say } from '../reply.ts'
import type { InvitationLink, Outcome, Turn } from '../turn.ts'
import { sideButtons, twinOf } from './words.ts'

/** As people know them; names of products are the same in every language. */
const channelNames: Record<ChannelName, string> = {
  telegram: 'Telegram',
  teams: 'Microsoft Teams',
  web: 'Web',
  cli: 'Terminal',
}

/** The user invites: the link comes into the chat, to be passed on. */
export async function inviteOtherSide(turn: Turn, caseId: string): Promise<Outcome | undefined> {
  const { services, openCase, mediation: before } = turn
  const entry = twinOf(turn)
  if (openCase?.id !== caseId || !entry) return undefined
  const at = services.now()
  const secret = services.newSecret()
  const links = await services.invitationLinks(secret)
  const mediation = invite(before, openCase, {
    id: services.newId(),
    secretHash: hashSecret(secret),
    entry,
    at,
  })
  if (!mediation || links.length === 0) return undefined
  const invited = { ...turn, mediation }
  return {
    ...answerWith(
      turn,
      { kind: 'handoff', stage: 'mediated' },
      [...invitationBlocks(turn, links, expiryOf(at))],
      { buttons: sideButtons(invited, openCase) },
    ),
    mediation,
    caseChanges: [lineChange(caseId, eventLine('mediation-invited'))],
  }
}

function invitationBlocks(turn: Turn, links: InvitationLink[], expiresAt: string): Block[] {
  const { services, conversation } = turn
  const { language } = conversation
  const time = formatMoment(new Date(expiresAt), language)
  const [nearest] = links
  return [
    say(services, language, 'mediation.invite', { time }),
    ...links.map(({ channel, url }) =>
      paragraph(`${channelNames[channel]}: `, { text: url, href: url }),
    ),
    ...(nearest
      ? [
          {
            kind: 'qr-code' as const,
            url: nearest.url,
            label: services.sentences.say(language, 'mediation.qr', {
              channel: channelNames[nearest.channel],
            }),
          },
        ]
      : []),
  ]
}

export function lineChange(caseId: string, ...lines: NewCaseLine[]): CaseChange {
  return { kind: 'update', caseId, changes: {}, lines }
}
