/** What of an answer can be read while the model still writes it. */
import { z } from 'zod'
import type { AnswerSentence } from './grounding/index.ts'

const sentenceSchema = z.object({ text: z.string(), passages: z.array(z.string()) })

const finished = /\{\s*"text"\s*:\s*("(?:[^"\\]|\\.)*")\s*,\s*"passages"\s*:\s*(\[[^\]]*\])\s*\}/g

/** Sentences whose JSON is closed, in order; fields in another order than asked for are left out. */
export function finishedSentences(soFar: string): AnswerSentence[] {
  return [...soFar.matchAll(finished)].flatMap(([, text = '', passages = '']) => {
    try {
      return [sentenceSchema.parse({ text: JSON.parse(text), passages: JSON.parse(passages) })]
    } catch {
      return []
    }
  })
}
