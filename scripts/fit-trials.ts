/** Questions put to the retriever under known conditions, so that each answer is known right or wrong. */

import type { EntryId } from '../src/message.ts'
import { confidenceFeatures } from '../src/retrieval/confidence.ts'
import {
  type EntrySignals,
  type FusionWeights,
  fuse,
  signalNames,
} from '../src/retrieval/fusion.ts'
import type { Inspection } from '../src/retrieval/hybrid.ts'
import { learnQuestions } from '../src/retrieval/learned-questions.ts'
import { type QuestionClassifier, wordsOf } from '../src/retrieval/lexical/index.ts'
import type { Passage, RetrievalQuery } from '../src/retrieval/retriever.ts'
import type { Exclusions } from '../src/retrieval/scope.ts'
import type { ScoredEntry } from '../src/retrieval/search.ts'

/**
 * own: the question's own phrasing is taken out; foreign: everything in its language is;
 * entry-left-out: the right entry is, so nothing answers; unrelated: nothing ever did; message and
 * uncovered-message: written by somebody who did not know the entries' own questions.
 */
export type TrialKind =
  | 'own'
  | 'foreign'
  | 'entry-left-out'
  | 'foreign-left-out'
  | 'unrelated'
  | 'message'
  | 'uncovered-message'

export interface Trial {
  kind: TrialKind
  language: string
  /** Trials of one entry stay together when the data is split. */
  fold: string
  wordCount: number
  /** Best first, by the weights of the retriever that was asked. */
  candidates: ScoredEntry[]
  /** Rank of the right entry, from 0; -1 where it is not among the candidates. */
  rank: number
  right: boolean[]
  /** The candidate is the right entry, or one that its authors call related. */
  acceptable: boolean[]
}

/** What a trial comes to under some weights. */
export interface Judgement {
  kind: TrialKind
  fold: string
  features: Record<string, number>
  rank: number
  /** Of the first candidate. */
  acceptable: boolean
}

/** As if the retriever had these weights: so each question is asked but once. */
export function judge(trial: Trial, weights: FusionWeights): Judgement {
  const { kind, fold, candidates, right, acceptable, wordCount } = trial
  const scored = candidates
    .map((candidate, at) => ({ ...candidate, score: fuse(candidate.signals, weights), at }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.entry < b.entry ? -1 : 1))
  return {
    kind,
    fold,
    features: scored.length === 0 ? {} : confidenceFeatures(scored, 0, wordCount),
    rank: scored.findIndex(({ at }) => right[at]),
    acceptable: scored.length > 0 && acceptable[scored[0]!.at]!,
  }
}

/** Of each trial, for fitting: the right one is hardly ever further down. */
const keptCandidates = 40
/** A phrasing in another language this close to the question is its translation: taken out too. */
const translationCosine = 0.85

/**
 * Every phrasing of the knowledge base, asked in each of the ways that `kinds` names; `vary` gives
 * what is typed in its stead, `undefined` where the question is left out. Of more than
 * `most` phrasings, so many are drawn evenly.
 */
export async function askOwnQuestions(
  retriever: Inspection,
  isRelated: (one: EntryId, other: EntryId) => boolean = () => false,
  kinds: readonly TrialKind[] = ['own', 'foreign', 'entry-left-out', 'foreign-left-out'],
  vary: (text: string, language: string) => string | undefined = (text) => text,
  most = Number.POSITIVE_INFINITY,
): Promise<Trial[]> {
  const { entryOf, passages, passagesOf } = retriever.collection
  const learnedWithout = createLearners(retriever)
  const trials: Trial[] = []
  const questions = [...passages.keys()].filter((number) => passages[number]!.kind === 'question')
  const step = Math.max(1, questions.length / most)
  for (let drawn = 0; drawn < questions.length; drawn += step) {
    const number = questions[Math.floor(drawn)]!
    const passage = passages[number]!
    const text = vary(passage.text, passage.language)
    if (text === undefined) continue
    const siblings = passagesOf[entryOf[number]!]!
    const twins = new Set(siblings.filter((other) => isTwin(retriever, number, other)))
    const entries = new Set([passage.entry])
    const languages = new Set([passage.language])
    const entryFold = entryOf[number]! % folds
    const ways: [TrialKind, Exclusions, () => Promise<QuestionClassifier | undefined>][] = [
      ['own', { passages: twins }, () => learnedWithout.phrasings(number % folds)],
      ['foreign', { passages: twins, languages }, () => learnedWithout.language(passage.language)],
      ['entry-left-out', { entries }, () => learnedWithout.entries(entryFold)],
      ['foreign-left-out', { entries, languages }, () => learnedWithout.entries(entryFold)],
    ]
    for (const [kind, takenAway, learn] of ways) {
      if (!kinds.includes(kind)) continue
      const questions = await learn()
      const exclusions = { ...takenAway, ...(questions && { questions }) }
      trials.push(await ask(retriever, kind, { ...passage, text }, passage, exclusions, isRelated))
    }
  }
  return trials
}

/** Questions put to a retriever that knows no phrasing: for finding the weights of plain pages. */
export async function askWithoutPhrasings(
  retriever: Inspection,
  questions: readonly Passage[],
  most: number,
): Promise<Trial[]> {
  const trials: Trial[] = []
  const step = Math.max(1, questions.length / most)
  for (let drawn = 0; drawn < questions.length; drawn += step) {
    const question = questions[Math.floor(drawn)]!
    const languages = new Set([question.language])
    trials.push(await ask(retriever, 'own', question, question))
    trials.push(await ask(retriever, 'foreign', question, question, { languages }))
  }
  return trials
}

/** What was learned must not hold what is asked: so many classifiers learn the rest of the phrasings each. */
const folds = 8

/** Each is learned when it is first needed, some seconds each. */
function createLearners({ collection }: Inspection) {
  const { passages, entryOf, entries } = collection
  const learned = new Map<string, Promise<QuestionClassifier | undefined>>()
  function without(name: string, isLeftOut: (passage: number) => boolean) {
    const options = { passages, entryOf, entryCount: entries.length, isLeftOut }
    const classifier = learned.get(name) ?? learnQuestions(options)
    learned.set(name, classifier)
    return classifier
  }
  return {
    phrasings: (fold: number) =>
      without(`phrasings ${fold}`, (passage) => passage % folds === fold),
    entries: (fold: number) =>
      without(`entries ${fold}`, (passage) => entryOf[passage]! % folds === fold),
    language: (language: string) =>
      without(`language ${language}`, (passage) => passages[passage]!.language === language),
  }
}

function isTwin({ collection }: Inspection, one: number, other: number): boolean {
  const { dense, passages } = collection
  const [passage, sibling] = [passages[one]!, passages[other]!]
  if (sibling.kind !== 'question') return false
  if (one === other || sibling.text === passage.text) return true
  return (
    sibling.language !== passage.language &&
    dense !== undefined &&
    dense.similarity(one, other) > translationCosine
  )
}

/** Messages that nothing answers. */
export async function askUnrelated(
  retriever: Inspection,
  messages: Record<string, readonly string[]>,
): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const [language, texts] of Object.entries(messages)) {
    for (const [number, text] of texts.entries()) {
      const trial = await ask(retriever, 'unrelated', { text, language })
      trials.push({ ...trial, fold: number % 2 === 0 ? 'unrelated-fit' : 'unrelated-held-out' })
    }
  }
  return trials
}

/** Messages of a file in the form of test/evaluation/messages, with the entry that answers each. */
export async function askMessages(
  retriever: Inspection,
  messages: readonly { language: string; text: string; entry?: EntryId }[],
  isRelated: (one: EntryId, other: EntryId) => boolean,
): Promise<Trial[]> {
  const trials: Trial[] = []
  for (const { entry, ...query } of messages) {
    const kind = entry ? 'message' : 'uncovered-message'
    trials.push(await ask(retriever, kind, query, entry ? { entry } : undefined, {}, isRelated))
  }
  return trials
}

async function ask(
  retriever: Inspection,
  kind: TrialKind,
  query: Pick<RetrievalQuery, 'text' | 'language'>,
  source?: Pick<Passage, 'entry'>,
  exclusions: Exclusions = {},
  isRelated: (one: EntryId, other: EntryId) => boolean = () => false,
): Promise<Trial> {
  const scored = await retriever.inspect(
    { text: query.text, language: query.language },
    exclusions,
    keptCandidates,
  )
  const rightEntry = source?.entry
  const right = scored.map(({ entry }) => entry === rightEntry)
  return {
    kind,
    language: query.language,
    fold: rightEntry ?? 'unrelated',
    wordCount: wordsOf(query.text).length,
    candidates: scored,
    rank: right.indexOf(true),
    right,
    acceptable: scored.map(
      ({ entry }) =>
        rightEntry !== undefined && (entry === rightEntry || isRelated(entry, rightEntry)),
    ),
  }
}

/** Signals as a row, in the order of `signalNames`. */
export const rowOf = (signals: EntrySignals): number[] => signalNames.map((name) => signals[name])
