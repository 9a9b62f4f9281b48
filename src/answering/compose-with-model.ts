/** An answer that a model puts together from passages, as far as grounding lets it through. */
import { z } from 'zod'
import type { Entry, Glossary } from '../knowledge/schema.ts'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import { unmask } from '../language/mask-personal-data.ts'
import type { Block, Inline } from '../message.ts'
import { chooseText, sources, warnings } from './compose-answer.ts'
import { explainTerms } from './explain-terms.ts'
import { finishedSentences } from './finished-sentences.ts'
import type { AnswerPassage, AnswerSentence, Grounding, GroundingCheck } from './grounding/index.ts'
import { markdownToBlocks } from './markdown-blocks.ts'
import { type Mask, maskInputs } from './mask-inputs.ts'
import type { LanguageModel } from './model.ts'
import { listPassages, mayBeComposed, modelPassages } from './model-passages.ts'
import type { ModelUses } from './model-uses.ts'
import type { Prompt, PromptDefinition } from './prompts.ts'

const outputSchema = z.strictObject({
  sentences: z.array(z.strictObject({ text: z.string(), passages: z.array(z.string()) })),
})

export const answerPrompt = {
  name: 'answer',
  inputs: ['language', 'question', 'passages'],
  output: outputSchema,
} as const satisfies PromptDefinition<string, unknown>

const mostOutputTokens = 900
/** Entries beside the one that is answered; each costs, and only the nearest ever help. */
const mostOthers = 2

export function createModelComposer(options: {
  model: LanguageModel
  prompt: Prompt<(typeof answerPrompt.inputs)[number]>
  grounding: GroundingCheck
  mask: Mask
  sentences: FixedSentences
  glossary: Glossary
  languageName: (language: string) => string
  /** Hears what was dropped, for the operator: kinds, never texts. */
  onGrounded: (grounding: Grounding) => void
}): NonNullable<ModelUses['compose']> {
  const { model, prompt, grounding, mask, sentences, glossary, languageName, onGrounded } = options

  return async (request) => {
    const { question, questionLanguage, entry, others, language, role, signal, onDraft } = request
    const { text: main, notices } = chooseText(entry, language, sentences)
    const spoken = main.language
    const isTheirs = spoken === language || spoken === sentences.spokenFor(language)
    if (!isTheirs || !mayBeComposed(entry, main, spoken)) return undefined
    const passages = modelPassages(
      [
        { entry, text: main, part: 'all' },
        ...others.slice(0, mostOthers).flatMap((other) => {
          const { text } = chooseText(other, language, sentences)
          return mayBeComposed(other, text, spoken)
            ? [{ entry: other, text, part: 'answer' as const }]
            : []
        }),
      ],
      role,
    )
    const { texts, found } = maskInputs({ question }, questionLanguage, mask)
    const filled = prompt.fill({
      language: languageName(spoken),
      question: texts.question,
      passages: listPassages(passages),
    })
    const about = {
      passages,
      question: texts.question,
      language: spoken,
      instructions: filled.system,
    }
    const result = await model.complete({
      use: 'answers',
      prompt: filled,
      schema: outputSchema,
      mostOutputTokens,
      signal,
      ...(onDraft && { onText: draftFrom(onDraft) }),
    })
    // An empty answer is the model's way to say that the passages hold none.
    if (result.kind === 'failed' || result.output.sentences.length === 0) return undefined
    const grounded = grounding.check({ sentences: result.output.sentences, ...about })
    onGrounded(grounded)
    if (grounded.kind === 'fallback') return undefined

    const citedIds = new Set(grounded.sentences.flatMap((sentence) => sentence.passages))
    const cited = passages.filter(({ id }) => citedIds.has(id))
    const citedEntries = [entry, ...others].filter(({ meta }) =>
      cited.some((passage) => passage.entry === meta.id),
    )
    const explained = explainTerms(
      [{ kind: 'heading', text: main.title }, paragraphOf(grounded.sentences)],
      { glossary, language, sentences },
    )
    return {
      blocks: [
        ...explained.body,
        note(sentences.say(language, 'answer.byModel')),
        ...explained.notes,
        ...notes(citedEntries),
        sources(citedEntries, language, sentences),
        note(sentences.say(language, 'answer.general')),
      ],
    }

    function paragraphOf(written: readonly AnswerSentence[]): Block {
      const content = written.flatMap(({ text, passages: ids }, index) => {
        const own = passages.filter(({ id }) => ids.includes(id))
        const inlines = withTargets(unmask(text.trim(), found), own)
        return index === 0 ? inlines : [{ text: ' ' }, ...inlines]
      })
      return { kind: 'paragraph', content }
    }

    /** Nothing is shown of an answer whose first sentence does not stand. */
    function draftFrom(show: NonNullable<typeof onDraft>): (soFar: string) => void {
      let looked = 0
      const kept: AnswerSentence[] = []
      return (soFar) => {
        const written = finishedSentences(soFar)
        const added = written
          .slice(looked)
          .filter((sentence) => grounding.checkSentence(sentence, about) === undefined)
        const isSound = looked > 0 ? kept.length > 0 : added[0] === written[0]
        looked = written.length
        if (signal.aborted || added.length === 0 || !isSound) return
        kept.push(...added)
        show([paragraphOf(kept), note(sentences.say(language, 'answer.byModel'))])
      }
    }

    function notes(entries: readonly Entry[]): Block[] {
      const all = entries.flatMap((one) => [
        ...warnings(one, language, sentences),
        ...(one === entry ? notices : chooseText(one, language, sentences).notices),
      ])
      return [...new Set(all)].map(note)
    }
  }
}

const note = (text: string): Block => ({ kind: 'note', text })

/**
 * Telephone numbers and links stay the entry's own: where a sentence has the words of one, it gets
 * what the entry links them to, and a model's words alone never become a link.
 */
function withTargets(text: string, cited: readonly AnswerPassage[]): Inline[] {
  const targets = cited
    .flatMap((passage) => markdownToBlocks(passage.text))
    .flatMap(inlinesOf)
    .filter(({ href, phone }) => href !== undefined || phone !== undefined)
    .toSorted((one, other) => other.text.length - one.text.length)
  const target = targets.find((inline) => text.includes(inline.text))
  if (!target) return text === '' ? [] : [{ text }]
  const start = text.indexOf(target.text)
  return [
    ...withTargets(text.slice(0, start), cited),
    target,
    ...withTargets(text.slice(start + target.text.length), cited),
  ]
}

function inlinesOf(block: Block): Inline[] {
  if (block.kind === 'paragraph') return block.content
  return block.kind === 'list' ? block.items.flat() : []
}
