/**
 * Promises and judgements on one person's case, which no program may make. What a cited passage
 * itself promises ("you may end the contract at any time") may be said again.
 */
import { compileWordPattern } from '../../language/index.ts'
import { createPatternIndex, foldText, type PatternIndex } from '../../language/pattern-index.ts'
import type { LanguageCode } from '../../message.ts'
import type { AnswerPassage, DropReason } from './answer.ts'
import { verdictPatterns } from './verdict-patterns.ts'

interface Verdicts {
  index: PatternIndex
  /** Pattern -> number of the list of those that say the same. */
  groupOf: Map<string, number>
}

const known = new Map<LanguageCode, Verdicts>()

function verdictsIn(language: LanguageCode): Verdicts {
  const code = language === 'de-simple' ? 'de' : language
  let verdicts = known.get(code)
  if (!verdicts) {
    const groups = (verdictPatterns[code] ?? []).map((one) => [one].flat())
    verdicts = {
      index: createPatternIndex(groups.flat().map((source) => compileWordPattern(source, code))),
      groupOf: new Map(groups.flatMap((group, number) => group.map((source) => [source, number]))),
    }
    known.set(code, verdicts)
  }
  return verdicts
}

export function findVerdict(
  text: string,
  cited: AnswerPassage[],
  { language }: { language: LanguageCode },
): DropReason | undefined {
  const { index, groupOf } = verdictsIn(language)
  const said = new Set(
    cited.flatMap((passage) => matches(index, passage.text)).map((source) => groupOf.get(source)),
  )
  const verdict = matches(index, text).find((source) => !said.has(groupOf.get(source)))
  return verdict === undefined ? undefined : { kind: 'verdict', found: verdict }
}

function matches(index: PatternIndex, text: string): string[] {
  const folded = foldText(text)
  return index
    .candidates(folded)
    .filter((pattern) => pattern.test(folded.folded))
    .map(({ source }) => source)
}
