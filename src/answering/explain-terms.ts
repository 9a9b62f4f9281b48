import type { Glossary } from '../knowledge/schema.ts'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import type { Block, LanguageCode } from '../message.ts'

/** More would bury the answer. */
const mostTerms = 3

/** The German terms that an answer uses, each explained in one sentence of the reader's language. */
export function glossaryBlocks(
  body: Block[],
  glossary: Glossary,
  language: LanguageCode,
  sentences: FixedSentences,
): Block[] {
  if (language === 'de') return []
  const text = JSON.stringify(body)
  return Object.entries(glossary)
    .map(([term, { explanations }]) => ({
      term,
      position: text.search(new RegExp(`(?<!\\p{L})${RegExp.escape(term)}(?!\\p{L})`, 'u')),
      explanation: explanations[language] ?? explanations[sentences.spokenFor(language)],
    }))
    .filter(({ position, explanation }) => position >= 0 && explanation)
    .toSorted((one, other) => one.position - other.position)
    .slice(0, mostTerms)
    .map(({ term, explanation }): Block => ({ kind: 'note', text: `${term}: ${explanation}` }))
}
