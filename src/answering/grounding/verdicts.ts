/**
 * Promises and judgements on one person's case, which no program may make. What a cited passage
 * itself promises ("you may end the contract at any time") may be said again.
 */
import { compileWordPattern } from '../../language/index.ts'
import { createPatternIndex, foldText, type PatternIndex } from '../../language/pattern-index.ts'
import type { LanguageCode } from '../../message.ts'
import type { AnswerPassage, DropReason } from './answer.ts'
import { verdictPatterns } from './verdict-patterns.ts'

const indexes = new Map<LanguageCode, PatternIndex>()

/** Patterns of the sentence's language. */
function indexFor(language: LanguageCode): PatternIndex {
  const code = language === 'de-simple' ? 'de' : language
  let index = indexes.get(code)
  if (!index) {
    const sources = verdictPatterns[code] ?? []
    index = createPatternIndex(sources.map((source) => compileWordPattern(source, code)))
    indexes.set(code, index)
  }
  return index
}

export function findVerdict(
  text: string,
  cited: AnswerPassage[],
  { language }: { language: LanguageCode },
): DropReason | undefined {
  const index = indexFor(language)
  const found = matches(index, text)
  const said = new Set(cited.flatMap((passage) => matches(index, passage.text)))
  const verdict = found.find((source) => !said.has(source))
  return verdict === undefined ? undefined : { kind: 'verdict', found: verdict }
}

function matches(index: PatternIndex, text: string): string[] {
  const folded = foldText(text)
  return index
    .candidates(folded)
    .filter((pattern) => pattern.test(folded.folded))
    .map(({ source }) => source)
}
