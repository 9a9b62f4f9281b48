/** Somebody came by the link of an invitation: what it is, and their yes or no. */
import {
  caseOfJoined,
  hashSecret,
  isInvitationGood,
  join,
  otherCaseOf,
} from '../../handoff/mediation.ts'
import type { Block } from '../../message.ts'
import type { Case, Mediation } from '../../storage/store.ts'
import { chooseLanguage } from '../outcomes/remember.ts'
import { answerWith, button, say } from '../reply.ts'
import { knownLocale } from '../settle-language.ts'
import type { Outcome, Turn } from '../turn.ts'
import { toOtherSide } from './follow-up.ts'
import { matterOf, sideButtons } from './words.ts'

interface Invitation {
  mediation: Mediation
  /** The case of the side that is there. */
  first: Case
}

/** The link was opened: nothing is joined yet. */
export async function showInvitation(turn: Turn, secret: string): Promise<Outcome> {
  const secretHash = hashSecret(secret)
  const mediation = await turn.findMediation(secretHash)
  return present(turn, mediation?.id ?? '', secretHash)
}

/** A language was chosen: what somebody is asked to join comes again in that one. */
export async function withInvitation(
  turn: Turn,
  outcome: Outcome | undefined,
): Promise<Outcome | undefined> {
  const conversation = outcome?.conversation
  if (!outcome || typeof conversation !== 'object') return outcome
  const { pending, language } = conversation
  const before = turn.conversation
  const isChosen = conversation.languageSettled && !before.languageSettled
  const isAnother = language !== before.language
  if (pending?.kind !== 'invitation' || !(isChosen || isAnother)) return outcome
  const again = await present({ ...turn, conversation }, pending.mediationId, pending.secretHash)
  return { ...again, replies: [...outcome.replies, ...again.replies] }
}

async function present(turn: Turn, mediationId: string, secretHash: string): Promise<Outcome> {
  const { services, conversation } = turn
  const { language } = conversation
  const invitation = await findInvitation(turn, mediationId, secretHash)
  if (typeof invitation === 'string') return sayOnly(turn, invitation)
  const asked: Turn = {
    ...turn,
    conversation: { ...conversation, pending: { kind: 'invitation', mediationId, secretHash } },
  }
  // Whoever has not written yet and whose device says nothing is asked before they are told.
  if (!conversation.languageSettled && !knownLocale(turn.message.locale, services)) {
    return { ...chooseLanguage(asked), decision: { kind: 'handoff', stage: 'mediated' } }
  }
  const { first, mediation } = invitation
  const name = first.claimedBy?.name ?? ''
  const matter = matterOf(turn, mediation)
  const blocks: Block[] = [
    say(services, language, 'mediation.invitation', { name, matter }),
    say(services, language, 'mediation.invitationReads', { name }),
    say(services, language, 'mediation.invitationLeave'),
    ...(services.translatedBy
      ? [
          {
            kind: 'note' as const,
            text: services.sentences.say(language, 'handoff.previewTranslator', {
              service: services.translatedBy,
            }),
          },
        ]
      : []),
    say(services, language, 'mediation.invitationAsk'),
  ]
  return answerWith(asked, { kind: 'handoff', stage: 'mediated' }, blocks, {
    buttons: [
      [
        button(services, language, 'button.join', { kind: 'join-mediation', join: true }),
        button(services, language, 'button.joinNo', { kind: 'join-mediation', join: false }),
      ],
      [button(services, language, 'button.changeLanguage', { kind: 'choose-language' })],
    ],
  })
}

/** The case exists from the yes on, and not before. */
export async function joinMediation(turn: Turn, yes: boolean): Promise<Outcome | undefined> {
  const { services, conversation, message } = turn
  const { pending, language } = conversation
  if (pending?.kind !== 'invitation') return undefined
  const answered: Turn = { ...turn, conversation: { ...conversation, pending: undefined } }
  if (!yes) return sayOnly(answered, 'mediation.declined')
  const invitation = await findInvitation(turn, pending.mediationId, pending.secretHash)
  if (typeof invitation === 'string') return sayOnly(answered, invitation)
  const { first, mediation } = invitation
  const caseId = services.newId()
  const joined = join(mediation, caseId)
  const at = services.now().toISOString()
  const organisation = first.claimedBy && (await services.organisationOf(first.claimedBy.account))
  const change = caseOfJoined(first, {
    id: caseId,
    address: message.address,
    language,
    at,
    ...(organisation && { organisation }),
  })
  const followUps = await toOtherSide(turn, joined, caseId, { kind: 'joined' })
  const record = change.kind === 'open' ? change.case : first
  return {
    ...answerWith(
      answered,
      { kind: 'handoff', stage: 'mediated' },
      [say(services, language, 'mediation.joined', { name: first.claimedBy?.name ?? '' })],
      { buttons: sideButtons({ ...answered, mediation: joined }, record) },
    ),
    mediation: joined,
    caseChanges: [change],
    followUps,
  }
}

/** The invitation, or the sentence that says why it leads nowhere. */
async function findInvitation(
  turn: Turn,
  mediationId: string,
  secretHash: string,
): Promise<Invitation | string> {
  const { services, openCase, readCase, readMediation } = turn
  const mediation = await readMediation(mediationId)
  if (!mediation || !isInvitationGood(mediation, secretHash, services.now())) {
    return 'mediation.invitationOver'
  }
  if (openCase && otherCaseOf({ ...mediation, secondCase: '' }, openCase.id) !== undefined) {
    return 'mediation.ownInvitation'
  }
  if (openCase) return 'mediation.finishFirst'
  const first = await readCase(mediation.firstCase)
  return first?.status === 'claimed' ? { mediation, first } : 'mediation.invitationOver'
}

function sayOnly(turn: Turn, key: string): Outcome {
  const { services, conversation } = turn
  return answerWith(turn, { kind: 'handoff', stage: 'mediated' }, [
    say(services, conversation.language, key),
  ])
}
