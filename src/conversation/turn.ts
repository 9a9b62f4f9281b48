/** What a step gets and what it gives back. A step never sends and never calls an earlier step. */
import type { ComposeAnswer } from '../answering/compose-answer.ts'
import type { FindTerms } from '../answering/explain-terms.ts'
import type { ModelUses } from '../answering/model-uses.ts'
import type { Agreement } from '../handoff/agreement/agreement.ts'
import type { RouteCase } from '../handoff/route-case.ts'
import type { ReadIn } from '../handoff/translation/read-in.ts'
import type { Knowledge } from '../knowledge/schema.ts'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import type { MaskedText } from '../language/mask-personal-data.ts'
import type { PhraseRecogniser } from '../language/phrases.ts'
import type { LanguageRecogniser } from '../language/recognise-language.ts'
import type {
  Address,
  ChannelName,
  Decision,
  InboundMessage,
  LanguageCode,
  OutboundMessage,
} from '../message.ts'
import type { Directory, PlaceFinder } from '../referral/referral.ts'
import type { ConfidenceThresholds } from '../retrieval/confidence.ts'
import type { Candidate, Retriever } from '../retrieval/retriever.ts'
import type {
  AwaitedAnswers,
  Case,
  CaseChange,
  Mediation,
  Mediations,
  Turn as StoredTurn,
  TranscriptLine,
} from '../storage/store.ts'
import type { Conversation } from './conversation.ts'
import type { CrisisDetector } from './steps/detect-crisis.ts'

/** The rooms behind the conversation, each through its port. */
export interface Services {
  knowledge: Knowledge
  sentences: FixedSentences
  phrases: PhraseRecogniser
  languageRecogniser: LanguageRecogniser
  detectCrisis: CrisisDetector
  retriever: Retriever
  thresholds: ConfidenceThresholds
  composeAnswer: ComposeAnswer
  /** German terms that stay German between people, too. */
  findTerms: FindTerms
  /** What a language model helps with; absent where there is none. */
  model?: ModelUses | undefined
  /** An answer as it grows; `draft` is the same for all of one answer. Absent where no channel can. */
  showDraft?: (to: Address, message: OutboundMessage, draft: string) => Promise<void>
  directory: Directory
  places: PlaceFinder
  /** Whether somebody could take a case at all. */
  mediatorsReachable: () => Promise<boolean>
  routeCase: RouteCase
  readIn: ReadIn
  /** What the knowledge base itself says in public stays. */
  maskPersonalData: (text: string, language: LanguageCode) => MaskedText
  /** Who `readIn` asks; absent where nobody translates. */
  translatedBy?: string | undefined
  /** What a mediator reads and writes; for nobody in particular, what the desk as a whole does. */
  mediatorLanguage: (account: string | undefined) => Promise<LanguageCode>
  /** Of the directory, for whom an account answers; our own mediators answer for none. */
  organisationOf: (account: string) => Promise<string | undefined>
  /** So long may a conversation with a person be quiet before the assistant speaks again. */
  returnAfterHours: number
  now: () => Date
  /** Unguessable; names a case. */
  newId: () => string
  /** For the link of an invitation: letters, figures, - and _. */
  newSecret: () => string
  /** Where somebody who has this secret gets in, by channel; the nearest for a stranger first. */
  invitationLinks: (secret: string) => Promise<InvitationLink[]>
  /** Absent: an agreement is delivered as text alone. Rejects where it can't be made. */
  renderAgreement?: ((agreement: Agreement) => Promise<Uint8Array>) | undefined
}

export interface InvitationLink {
  channel: ChannelName
  url: string
}

/** What was known before the message came. */
export interface Before {
  conversation: Conversation | undefined
  openCase: Case | undefined
  /** Any case, also a closed one. */
  readCase: (id: string) => Promise<Case | undefined>
  /** The newest that the open case is a side of, over or not. */
  mediation: Mediation | undefined
  readMediation: Mediations['readMediation']
  findMediation: Mediations['findMediation']
  readAwaitedAnswer: AwaitedAnswers['readAwaitedAnswer']
  /** The last lines, oldest first. Read only where they are shown: few messages need them. */
  readTranscript: () => Promise<TranscriptLine[]>
}

/** One message on its way through the steps. */
export interface Turn {
  message: InboundMessage
  /** The message's text, free of control characters; empty for anything else. */
  text: string
  conversation: Conversation
  openCase: Case | undefined
  readCase: Before['readCase']
  mediation: Mediation | undefined
  readMediation: Before['readMediation']
  findMediation: Before['findMediation']
  readAwaitedAnswer: Before['readAwaitedAnswer']
  readTranscript: Before['readTranscript']
  /** The language of this very message, which retrieval uses. */
  messageLanguage: LanguageCode
  /** Ends what a model does for this message; begins when it is first asked for. */
  patience: () => AbortSignal
  services: Services
}

/** The one result of a message. */
export interface Outcome {
  decision: Decision
  /** The new state; `erase`: the user is forgotten; `unchanged`: nothing is written. */
  conversation: Conversation | 'erase' | 'unchanged'
  replies: OutboundMessage[]
  caseChanges: CaseChange[]
  /** As it is to be; the version tells whether somebody else was first. */
  mediation?: Mediation
  /** What the other side of a mediation hears, in a turn of its own. */
  followUps?: InboundMessage[]
  /** Bytes that this turn made, such as a written agreement; its messages name them. */
  attachments?: StoredTurn['attachments']
  unanswered?: StoredTurn['unanswered']
  awaitedAnswer?: StoredTurn['awaitedAnswer']
  /** What retrieval found, best first; for `ask --jsonl` and the evaluation. */
  candidates?: Candidate[]
}

/** `undefined`: not mine, the next step looks at it. */
export type Step = (turn: Turn) => Outcome | undefined | Promise<Outcome | undefined>
