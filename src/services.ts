/** Builds the rooms behind the conversation: knowledge, language, retrieval, answering, referral. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createAnswerComposer } from './answering/compose-answer.ts'
import { createModelUses, type ModelAssistance } from './answering/create-model-uses.ts'
import { findTerms } from './answering/explain-terms.ts'
import { createGrounding, type Grounding } from './answering/grounding/index.ts'
import type { LanguageModel, ModelUse } from './answering/model.ts'
import type { Config } from './config.ts'
import { createCrisisDetector } from './conversation/steps/detect-crisis.ts'
import type { Services } from './conversation/turn.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { createFixedSentences } from './language/fixed-sentences.ts'
import { createPublicFacts, maskPersonalData } from './language/mask-personal-data.ts'
import { createPhraseRecogniser } from './language/phrases.ts'
import { createLanguageRecogniser } from './language/recognise-language.ts'
import { createDirectory, createPlaceFinder } from './referral/index.ts'
import { buildPassages, createHybridRetriever, type HybridRetriever } from './retrieval/index.ts'

export interface BuiltServices {
  services: Services
  retriever: HybridRetriever
  /** What the language model does, also for rooms behind no step. */
  model: ModelAssistance | undefined
}

export interface ModelAssistanceOptions {
  model: LanguageModel
  switches: Record<ModelUse, boolean>
  /** What one message waits for the model. */
  seconds: number
  onGrounded: (grounding: Grounding) => void
}

/**
 * @param overrides what a test or a command replaces.
 * @param assistance a language model; without one all answers are curated text.
 * @throws KnowledgeError when the content can't be used, PromptError when a prompt can't.
 */
export async function buildServices(
  config: Pick<
    Config,
    'knowledgeDirectory' | 'modelsDirectory' | 'embeddingModel' | 'dataDirectory' | 'reminders'
  >,
  overrides: Partial<Services> = {},
  assistance?: ModelAssistanceOptions,
): Promise<BuiltServices> {
  const knowledge = await loadKnowledge(config.knowledgeDirectory)
  const [retriever, languageRecogniser] = await Promise.all([
    createHybridRetriever({
      passages: buildPassages(knowledge),
      cacheDirectory: join(config.dataDirectory, 'index'),
      modelsDirectory: config.modelsDirectory,
      embeddingModel: config.embeddingModel,
    }),
    createLanguageRecogniser([...knowledge.languages.values()], {
      placeNames: [...knowledge.municipalities.values()].map(({ name }) => name),
    }),
  ])
  const sentences = createFixedSentences(knowledge.messages, knowledge.languages)
  const isPublic = createPublicFacts(knowledge)
  const model =
    assistance &&
    (await createModelUses({
      ...assistance,
      grounding: createGrounding({ languageRecogniser, knowledge }),
      mask: (text, language) => maskPersonalData(text, language, isPublic),
      sentences,
      glossary: knowledge.glossary,
      languages: knowledge.languages,
    }))
  const services: Services = {
    knowledge,
    sentences,
    phrases: createPhraseRecogniser(knowledge.phrases),
    languageRecogniser,
    detectCrisis: createCrisisDetector(knowledge.crisisCards),
    retriever,
    thresholds: retriever.thresholds,
    composeAnswer: createAnswerComposer({ sentences, glossary: knowledge.glossary }),
    findTerms: (text, language) =>
      findTerms(text, { glossary: knowledge.glossary, language, sentences }),
    model,
    directory: createDirectory(knowledge),
    places: createPlaceFinder(knowledge),
    mediatorsReachable: async () => false,
    routeCase: async () => ({}),
    readIn: async () => ({ kind: 'as-written' }),
    maskPersonalData: (text, language) => maskPersonalData(text, language, isPublic),
    mediatorLanguage: async () => 'de',
    organisationOf: async () => undefined,
    returnAfterHours: config.reminders.returnHours,
    now: () => new Date(),
    newId: () => randomBytes(9).toString('base64url'),
    newSecret: () => randomBytes(24).toString('base64url'),
    invitationLinks: async () => [],
    ...overrides,
  }
  return { services, retriever, model }
}
