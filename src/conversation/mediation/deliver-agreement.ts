/** Both have agreed to the same words: each gets them as it read them, as text and as PDF. */
import { eventLine } from '../../handoff/mediation.ts'
import { formatMoment } from '../../knowledge/figures.ts'
import type { Attachment, Block } from '../../message.ts'
import { conversationKey } from '../../message.ts'
import type { Case, Mediation, NewCaseLine } from '../../storage/store.ts'
import { answerWith, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { lineChange } from './invite.ts'
import { wayBack, withoutMediation } from './words.ts'

/** @param lines What else this turn adds to the case. */
export async function deliverAgreement(
  turn: Turn,
  mediation: Mediation,
  record: Case,
  lines: NewCaseLine[],
): Promise<Outcome> {
  const { services, conversation, message } = turn
  const { language } = conversation
  const agreed = mediation.agreement
  const agreedAt = new Date(mediation.endedAt ?? services.now())
  const read = conversation.agreement ?? { text: agreed?.text ?? '', translation: undefined }
  const title = services.sentences.say(language, 'mediation.agreementTitle')
  const blocks: Block[] = [
    say(services, language, 'mediation.agreed', { time: formatMoment(agreedAt, language) }),
    { kind: 'quote', author: title, text: read.translation?.text ?? read.text },
    ...(read.translation
      ? [
          {
            kind: 'note' as const,
            text: services.sentences.say(language, 'translation.machine', {
              service: read.translation.by,
            }),
          },
          { kind: 'quote' as const, text: read.text },
        ]
      : []),
  ]
  const bytes = await written(turn, mediation, agreedAt)
  const attachment: Attachment | undefined = bytes && {
    id: services.newSecret(),
    kind: 'document',
    mediaType: 'application/pdf',
    name: `${title.replace(/[\\/:*?"<>|]+/g, ' ')} ${agreedAt.toISOString().slice(0, 10)}.pdf`,
    alternative: title,
    size: bytes.byteLength,
  }
  const outcome = answerWith(turn, { kind: 'handoff', stage: 'mediated' }, blocks, {
    conversation: withoutMediation(conversation),
    buttons: [wayBack(turn, record.id)],
  })
  return {
    ...outcome,
    replies: outcome.replies.map((reply) => ({
      ...reply,
      ...(attachment && { attachments: [attachment] }),
    })),
    ...(attachment &&
      bytes && {
        attachments: [
          { conversation: conversationKey(message.address), caseId: record.id, attachment, bytes },
        ],
      }),
    caseChanges: [lineChange(record.id, ...lines, eventLine('agreement-final'))],
  }
}

/** The PDF in the words that this side read; `undefined` where none can be made: the text stands. */
async function written(
  { services, conversation }: Turn,
  { agreement }: Mediation,
  agreedAt: Date,
): Promise<Uint8Array | undefined> {
  if (!services.renderAgreement || !agreement) return undefined
  const { sentences } = services
  const language = sentences.spokenFor(conversation.language)
  const say = (key: string, values?: Record<string, string>) => sentences.say(language, key, values)
  const translation = conversation.agreement?.translation
  const textIn = (code: string, text: string) => ({
    language: code,
    direction: sentences.direction(code),
    title: sentences.say(code, 'mediation.agreementTitle'),
    points: pointsOf(text),
  })
  return services
    .renderAgreement({
      ...textIn(translation ? language : agreement.language, translation?.text ?? agreement.text),
      facts: [{ label: say('mediation.agreementDate'), text: formatMoment(agreedAt, language) }],
      ...(translation && {
        notes: [say('translation.machine', { service: translation.by })],
        original: textIn(agreement.language, agreement.text),
      }),
      agreedAt,
    })
    .catch(() => undefined)
}

/** A line is a point; the document numbers them. */
function pointsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\d+[.)]|[-•–*])\s+/, '').trim())
    .filter((line) => line !== '')
}
