import { join } from 'node:path'
import type { KnowledgeProblem } from '../load.ts'
import type { CrisisCard, Knowledge } from '../schema.ts'

/** Every language that the assistant speaks, and every example does what it says. */
export function lintCrisisCard(
  knowledge: Knowledge,
  card: CrisisCard,
  detectCrisis: (text: string) => CrisisCard | undefined,
): KnowledgeProblem[] {
  const file = join('crisis', `${card.id}.yaml`)
  const spoken = [...knowledge.languages.values()].filter(({ status }) => status !== 'recognised')
  const missing = spoken.flatMap(({ code, name }) => {
    const parts = [
      ...(card.texts[code] ? [] : ['texts']),
      ...(card.triggers[code] ? [] : ['triggers']),
      ...(card.examples[code] ? [] : ['examples']),
      ...(card.numbers.every(({ label }) => label[code]) ? [] : ['the label of a number']),
    ]
    return parts.length === 0
      ? []
      : [{ file, problem: `In ${name} these are missing: ${parts.join(', ')}.` }]
  })
  const wrong = Object.entries(card.examples).flatMap(([language, { fires, staysQuiet }]) => [
    ...fires
      .filter((text) => detectCrisis(text) === undefined)
      .map((text) => `${language}: "${text}" must show this card, and shows none.`),
    ...staysQuiet
      .filter((text) => detectCrisis(text) !== undefined)
      .map(
        (text) =>
          `${language}: "${text}" must show no card, and shows "${detectCrisis(text)?.id}".`,
      ),
  ])
  return [...missing, ...wrong.map((problem) => ({ file, problem }))]
}
