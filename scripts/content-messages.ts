/** What the content becomes: the messages that the program sends for an entry or a crisis card. */
import { createAnswerComposer } from '../src/answering/compose-answer.ts'
import { answerEntry } from '../src/conversation/outcomes/answer-entry.ts'
import { crisisMessage } from '../src/conversation/steps/show-crisis-card.ts'
import type { Services, Turn } from '../src/conversation/turn.ts'
import type { CrisisCard, Entry, Knowledge } from '../src/knowledge/schema.ts'
import { createFixedSentences } from '../src/language/fixed-sentences.ts'
import type { LanguageCode, OutboundMessage, Role } from '../src/message.ts'
import { createDirectory } from '../src/referral/index.ts'

/** A side of an entry that somebody can be shown. */
export interface Side {
  role: Role
  part: 'short' | 'details'
  /** In words: `the answer for landlords`. */
  what: string
}

export interface ContentMessages {
  sidesOf(entry: Entry): Side[]
  /** The first is the answer; a question for the town may follow. */
  ofEntry(entry: Entry, language: LanguageCode, side: Side): OutboundMessage[]
  ofCard(card: CrisisCard, language: LanguageCode): OutboundMessage
}

/** Without an index: nothing is searched, the entry is given. */
export function createContentMessages(knowledge: Knowledge): ContentMessages {
  const sentences = createFixedSentences(knowledge.messages, knowledge.languages)
  const services = {
    knowledge,
    sentences,
    composeAnswer: createAnswerComposer({ sentences, glossary: knowledge.glossary }),
    directory: createDirectory(knowledge),
  }

  /** An answer to a given entry reads of a turn only this, and of the services only those four. */
  function turnFor(language: LanguageCode, role?: Role): Turn {
    const turn: Partial<Turn> = {
      services: services as Partial<Services> as Services,
      text: '',
      conversation: { language, ...(role && { role }) },
      messageLanguage: language,
    }
    return turn as Turn
  }

  return {
    sidesOf({ meta, texts }) {
      const hasDetails = texts.get('de')?.sections.Details !== undefined
      const isTwin = meta.audience.includes('tenant') && meta.audience.includes('landlord')
      const roles: Role[] = isTwin ? ['tenant', 'landlord'] : [meta.audience[0] ?? 'tenant']
      return [
        ...roles.map(
          (role): Side => ({
            role,
            part: 'short',
            what: isTwin ? `the answer for ${role}s` : 'the answer',
          }),
        ),
        ...(hasDetails
          ? [{ role: roles[0] ?? 'tenant', part: 'details', what: 'the details' } as const]
          : []),
      ]
    },
    ofEntry(entry, language, { role, part }) {
      return answerEntry(turnFor(language, role), entry.meta.id, part)?.replies ?? []
    },
    ofCard: (card, language) => crisisMessage(turnFor(language), card),
  }
}
