/** Verdicts on one person's case, in words of eight languages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { findVerdict } from '../src/answering/grounding/verdicts.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'

const file = join(import.meta.dirname, 'evaluation', 'grounding', 'verdicts.yaml')
const verdicts = z.record(z.string(), z.array(z.string())).parse(load(readFileSync(file, 'utf8')))

describe('verdicts on one case', () => {
  it.each(Object.entries(verdicts))('are recognised: %s', (language, sentences) => {
    expect(sentences.length).toBeGreaterThan(10)
    const missed = sentences.filter((text) => !findVerdict(text, [], { language }))
    expect(missed).toEqual([])
  })

  it('may be said where the passage says the same, in other words of the same list', () => {
    const says = (text: string) => [
      { id: 'p1', entry: 'authorities/child-benefit', language: 'de', text },
    ]
    const sentence = 'Ihnen steht Kindergeld zu.'
    expect(
      findVerdict(sentence, says('Sie haben Anspruch auf Kindergeld.'), { language: 'de' }),
    ).toBe(undefined)
    expect(
      findVerdict(sentence, says('Kindergeld zahlt die Familienkasse.'), { language: 'de' }),
    ).toMatchObject({
      kind: 'verdict',
    })
  })

  it('are rare in what the authors write', async () => {
    const { entries } = await loadKnowledge('knowledge')
    let paragraphs = 0
    let found = 0
    for (const { texts } of entries.values()) {
      for (const { language, sections } of texts.values()) {
        if (!verdicts[language]) continue
        for (const paragraph of Object.values(sections).flatMap((text) => text.split('\n\n'))) {
          paragraphs++
          if (findVerdict(paragraph, [], { language })) found++
        }
      }
    }
    expect(paragraphs).toBeGreaterThan(1_000)
    expect(found / paragraphs).toBeLessThan(0.04)
  })
})
