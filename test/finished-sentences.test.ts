import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { finishedSentences } from '../src/answering/finished-sentences.ts'

describe('the sentences of an answer that is still being written', () => {
  it('are those whose JSON is closed, in whatever pieces it comes', () => {
    const sentence = fc.record({
      text: fc.string(),
      passages: fc.array(fc.stringMatching(/^p\d$/)),
    })
    fc.assert(
      fc.property(fc.array(sentence), fc.nat(), fc.boolean(), (sentences, cut, isSpaced) => {
        const whole = JSON.stringify({ sentences }, null, isSpaced ? 2 : 0)
        expect(finishedSentences(whole)).toEqual(sentences)
        const some = finishedSentences(whole.slice(0, cut % (whole.length + 1)))
        expect(some).toEqual(sentences.slice(0, some.length))
      }),
    )
  })

  it('are none where something else is written', () => {
    expect(finishedSentences('Gern! {"text": "A", "passages": [1]} {"text": 1}')).toEqual([])
    expect(finishedSentences(`{"text":"${'"'.repeat(5_000)}`)).toEqual([])
  })
})
