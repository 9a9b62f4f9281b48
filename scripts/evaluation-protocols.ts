/** The five protocols, each for the program's own retriever and for the baseline. */
import { createInspection, type HybridOptions, type Inspection } from '../src/retrieval/hybrid.ts'
import { type Baseline, createBaseline } from './evaluation-baseline.ts'
import {
  type EvaluationLanguage,
  evaluationLanguages,
  type Page,
  passagesOfPage,
  type Question,
} from './evaluation-pages.ts'
import { areaUnderCurve } from './fitting.ts'

export interface Ranking {
  questions: number
  recallAt1: number
  recallAt5: number
  meanReciprocalRankAt10: number
}

export interface Compared<T> {
  lotse: T
  baseline: T
}

type PerLanguage<T> = Partial<Record<EvaluationLanguage, Compared<T>>>

/** Shares from 0 to 1; `NaN` where a language has no question. */
export interface ProtocolResults {
  sameLanguage: PerLanguage<Ranking>
  acrossToGerman: PerLanguage<Ranking>
  cityKnown: PerLanguage<Ranking>
  abstentionClean: PerLanguage<number>
  abstentionOwnPage: PerLanguage<number>
}

type RetrieverOptions = Omit<HybridOptions, 'passages'>

/** Pages of one language with both searches over them. */
interface Corpus {
  pages: readonly Page[]
  retriever: Inspection
  baseline: Baseline
}

/** Far beyond every rank that counts. */
const manyCandidates = 50

export async function runProtocols(
  pages: readonly Page[],
  questions: readonly Question[],
  options: RetrieverOptions,
  onProgress: (text: string) => void,
): Promise<ProtocolResults> {
  const results: ProtocolResults = {
    sameLanguage: {},
    acrossToGerman: {},
    cityKnown: {},
    abstentionClean: {},
    abstentionOwnPage: {},
  }
  const answerable = questions.filter((question) => question.answerable)
  for (const language of evaluationLanguages) {
    onProgress(`pages in ${language}`)
    const corpus = await openCorpus(pages, language, options)
    results.sameLanguage[language] = rankings(await rank(corpus, answerable, language))
    results.abstentionClean[language] = await abstainClean(corpus, answerable, language)
    results.abstentionOwnPage[language] = await abstainOwnPage(corpus, questions, language)
    if (language === 'de') {
      for (const foreign of evaluationLanguages) {
        if (foreign === 'de') continue
        results.acrossToGerman[foreign] = rankings(await rank(corpus, answerable, foreign))
      }
    }
    await corpus.retriever.close()

    const inCities: Compared<number>[] = []
    const cityOf = new Map(pages.map(({ page, city }) => [page, city]))
    for (const city of new Set(pages.map((page) => page.city))) {
      const asked = answerable.filter(({ page }) => cityOf.get(page) === city)
      if (asked.length === 0) continue
      const cityPages = pages.filter((page) => page.city === city)
      const cityCorpus = await openCorpus(cityPages, language, options)
      inCities.push(...(await rank(cityCorpus, asked, language)))
      await cityCorpus.retriever.close()
    }
    results.cityKnown[language] = rankings(inCities)
  }
  return results
}

async function openCorpus(
  pages: readonly Page[],
  language: EvaluationLanguage,
  options: RetrieverOptions,
): Promise<Corpus> {
  const passages = pages.flatMap((page) => passagesOfPage(page, language))
  return {
    pages,
    retriever: await createInspection({ ...options, passages }),
    baseline: createBaseline(
      pages.map(({ title, text }) => `${title[language]}\n${text[language]}`),
    ),
  }
}

/** Rank of the first page of the right group for each question, from 0; infinite where there is none. */
async function rank(
  corpus: Corpus,
  questions: readonly Question[],
  language: EvaluationLanguage,
): Promise<Compared<number>[]> {
  const groupOf = new Map(corpus.pages.map(({ page, group }) => [page, group]))
  const ranks: Compared<number>[] = []
  for (const { question, group } of questions) {
    const text = question[language]
    const candidates = await corpus.retriever.retrieve({ text, language, limit: manyCandidates })
    const place = candidates.findIndex(({ entry }) => groupOf.get(entry) === group)
    const scores = corpus.baseline.score(text)
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b)
    const basePlace = order.findIndex((i) => scores[i]! > 0 && corpus.pages[i]!.group === group)
    ranks.push({ lotse: orInfinite(place), baseline: orInfinite(basePlace) })
  }
  return ranks
}

const orInfinite = (place: number) => (place === -1 ? Number.POSITIVE_INFINITY : place)

function rankings(ranks: readonly Compared<number>[]): Compared<Ranking> {
  return {
    lotse: toRanking(ranks.map(({ lotse }) => lotse)),
    baseline: toRanking(ranks.map(({ baseline }) => baseline)),
  }
}

function toRanking(ranks: readonly number[]): Ranking {
  const mean = (value: (rank: number) => number) =>
    ranks.reduce((sum, rank) => sum + value(rank), 0) / ranks.length
  return {
    questions: ranks.length,
    recallAt1: mean((rank) => (rank < 1 ? 1 : 0)),
    recallAt5: mean((rank) => (rank < 5 ? 1 : 0)),
    meanReciprocalRankAt10: mean((rank) => (rank < 10 ? 1 / (rank + 1) : 0)),
  }
}

/** Confidence with the whole corpus against confidence with the right group taken out. */
async function abstainClean(
  corpus: Corpus,
  questions: readonly Question[],
  language: EvaluationLanguage,
): Promise<Compared<number>> {
  const pagesOf = Map.groupBy(corpus.pages, ({ group }) => group)
  const own = { positives: [] as number[], negatives: [] as number[] }
  const base = { positives: [] as number[], negatives: [] as number[] }
  for (const { question, group } of questions) {
    const query = { text: question[language], language, limit: 1 }
    const entries = new Set(pagesOf.get(group)?.map(({ page }) => page))
    const [whole] = await corpus.retriever.retrieve(query)
    const [rest] = await corpus.retriever.retrieveWithout(query, { entries })
    own.positives.push(whole?.confidence ?? 0)
    own.negatives.push(rest?.confidence ?? 0)
    const scores = corpus.baseline.score(query.text)
    base.positives.push(Math.max(...scores))
    base.negatives.push(Math.max(0, ...scores.filter((_, i) => corpus.pages[i]!.group !== group)))
  }
  return {
    lotse: areaUnderCurve(own.positives, own.negatives),
    baseline: areaUnderCurve(base.positives, base.negatives),
  }
}

/** Confidence of a question against its own page, by whether the page answers it. */
async function abstainOwnPage(
  corpus: Corpus,
  questions: readonly Question[],
  language: EvaluationLanguage,
): Promise<Compared<number>> {
  const own = { positives: [] as number[], negatives: [] as number[] }
  const base = { positives: [] as number[], negatives: [] as number[] }
  for (const { question, page, answerable } of questions) {
    const side = answerable ? 'positives' : 'negatives'
    const text = question[language]
    const [best] = await corpus.retriever.retrieve({ text, language, entry: page, limit: 1 })
    own[side].push(best?.confidence ?? 0)
    const number = corpus.pages.findIndex((other) => other.page === page)
    base[side].push(corpus.baseline.score(text)[number] ?? 0)
  }
  return {
    lotse: areaUnderCurve(own.positives, own.negatives),
    baseline: areaUnderCurve(base.positives, base.negatives),
  }
}
