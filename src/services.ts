/** Builds the rooms behind the conversation: knowledge, language, retrieval, answering, referral. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { createAnswerComposer } from './answering/compose-answer.ts'
import type { Config } from './config.ts'
import { createCrisisDetector } from './conversation/steps/detect-crisis.ts'
import type { Services } from './conversation/turn.ts'
import { loadKnowledge } from './knowledge/load.ts'
import { createFixedSentences } from './language/fixed-sentences.ts'
import { createPhraseRecogniser } from './language/phrases.ts'
import { createLanguageRecogniser } from './language/recognise-language.ts'
import { createDirectory, createPlaceFinder } from './referral/index.ts'
import { buildPassages, createHybridRetriever, type HybridRetriever } from './retrieval/index.ts'

export interface BuiltServices {
  services: Services
  retriever: HybridRetriever
}

/**
 * @param overrides what a test or a command replaces.
 * @throws KnowledgeError when the content can't be used.
 */
export async function buildServices(
  config: Pick<
    Config,
    'knowledgeDirectory' | 'modelsDirectory' | 'embeddingModel' | 'dataDirectory' | 'reminders'
  >,
  overrides: Partial<Services> = {},
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
  const services: Services = {
    knowledge,
    sentences,
    phrases: createPhraseRecogniser(knowledge.phrases),
    languageRecogniser,
    detectCrisis: createCrisisDetector(knowledge.crisisCards),
    retriever,
    thresholds: retriever.thresholds,
    composeAnswer: createAnswerComposer({ sentences, glossary: knowledge.glossary }),
    directory: createDirectory(knowledge),
    places: createPlaceFinder(knowledge),
    mediatorsReachable: async () => false,
    routeCase: async () => ({}),
    readIn: async () => ({ kind: 'as-written' }),
    mediatorLanguage: async () => 'de',
    returnAfterHours: config.reminders.returnHours,
    now: () => new Date(),
    newId: () => randomBytes(9).toString('base64url'),
    newSecret: () => randomBytes(24).toString('base64url'),
    invitationLinks: async () => [],
    ...overrides,
  }
  return { services, retriever }
}
