import { describe, expect, it } from 'vitest'
import { createAnswerComposer } from '../src/answering/compose-answer.ts'
import { explainTerms } from '../src/answering/explain-terms.ts'
import { renderMessage } from '../src/channels/telegram/markup.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Glossary } from '../src/knowledge/schema.ts'
import { createFixedSentences } from '../src/language/fixed-sentences.ts'
import type { Block, Inline } from '../src/message.ts'

const { knowledge } = await readKnowledge('knowledge')
const sentences = createFixedSentences(knowledge.messages, knowledge.languages)
const glossary = knowledge.glossary

const paragraph = (...content: (string | Inline)[]): Block => ({
  kind: 'paragraph',
  content: content.map((part) => (typeof part === 'string' ? { text: part } : part)),
})
const explain = (body: Block[], language = 'en', known: string[] = []) =>
  explainTerms(body, { glossary, language, sentences, known })

describe('German terms in an answer', () => {
  it('are marked where they are first used, and explained below in that order', () => {
    const { body, notes, terms } = explain([
      paragraph('Ask the Jobcenter about the Kaution. The Jobcenter answers.'),
    ])
    expect(terms).toEqual(['Jobcenter', 'Kaution'])
    expect(body).toEqual([
      paragraph(
        'Ask the ',
        { text: 'Jobcenter', strong: true },
        ' about the ',
        { text: 'Kaution', strong: true },
        '. The Jobcenter answers.',
      ),
    ])
    expect(notes).toEqual(
      terms.map((term) => ({
        kind: 'note',
        text: `${term}: ${glossary[term]?.explanations.en}`,
      })),
    )
  })

  it('are found in lists and titles, and not inside other words, links or sources', () => {
    const { terms } = explain([
      { kind: 'heading', text: 'Kaution' },
      { kind: 'list', ordered: false, items: [[{ text: 'der Widerspruch' }]] },
      paragraph('Jobcentern', { text: 'here', href: 'https://www.Wohngeld.de' }),
      {
        kind: 'sources',
        label: '',
        items: [{ title: 'Kindergeld', url: 'https://a.de', checked: '' }],
      },
    ])
    expect(terms).toEqual(['Kaution', 'Widerspruch'])
  })

  it('are explained as a whole: a "fristlose Kündigung" is no "Kündigung"', () => {
    expect(explain([paragraph('Fristlose Kündigung')]).terms).toEqual(['fristlose Kündigung'])
    const explained = (text: string) => ({ explanations: { en: text } })
    const small = { Kosten: explained('Costs.'), 'Kosten der Unterkunft': explained('Rent.') }
    const options = { glossary: small, language: 'en', sentences }
    expect(explainTerms([paragraph('Kosten der Unterkunft')], options).terms).toEqual([
      'Kosten der Unterkunft',
    ])
    expect(explain([paragraph('Eine Betriebskostenabrechnung')]).terms).toEqual([
      'Betriebskostenabrechnung',
    ])
  })

  it('get no second mark where they stand out, and none inside a link', () => {
    const strong = paragraph({ text: 'Kaution', strong: true }, ' and Kaution')
    expect(explain([strong]).body).toEqual([strong])
    const link = paragraph({ text: 'Kaution', href: 'https://a.de' })
    expect(explain([link]).body).toEqual([link])
  })

  it('are at most three, and none that was just explained', () => {
    const body = [paragraph('Kaution Jobcenter Sozialamt Wohngeld Kindergeld')]
    expect(explain(body).terms).toEqual(['Kaution', 'Jobcenter', 'Sozialamt'])
    expect(explain(body, 'en', ['Jobcenter']).terms).toEqual(['Kaution', 'Sozialamt', 'Wohngeld'])
  })

  it('stay as they are for readers of German', () => {
    const body = [paragraph('Die Kaution')]
    expect(explain(body, 'de')).toEqual({ body, notes: [], terms: [] })
  })

  it.each(['ar', 'fa'])('keep their place and direction in %s', (language) => {
    const explained = explain([paragraph('ال Kaution (Jobcenter)، ثم')], language)
    expect(explained.terms).toEqual(['Kaution', 'Jobcenter'])
    const [part] = renderMessage({
      author: 'assistant',
      language,
      direction: 'rtl',
      blocks: [...explained.body, ...explained.notes],
      buttons: [],
    })
    expect(part?.html).toContain('<b>Kaution</b> (<b>Jobcenter</b>)،')
    // A line that begins with a Latin word would be laid out from the left without the mark.
    expect(part?.text.split('\n').filter((line) => /^[A-Z]/.test(line))).toEqual([])
    expect(part?.text).toContain('\u200fKaution: ')
  })
})

describe('the glossary', () => {
  const ready = [...knowledge.languages.values()].filter(({ status }) => status === 'ready')

  it('explains at least 80 terms in every ready language', () => {
    const complete = Object.values(glossary).filter(({ explanations }) =>
      ready.every(({ code }) => explanations[code]),
    )
    expect(complete.length).toBeGreaterThanOrEqual(80)
    expect(complete).toHaveLength(Object.keys(glossary).length)
  })

  it.each(ready)('explains in one short sentence of $code', ({ code }) => {
    const wrong = Object.entries(glossary).filter(([, { explanations }]) => {
      const text = explanations[code] ?? ''
      return !text.endsWith('.') || text.length > 140 || /[.!?]\s/.test(text)
    })
    expect(wrong.map(([term]) => term)).toEqual([])
  })

  it.each(ready)('is written in the script of $code', ({ code, script }) => {
    const names = { Latn: 'Latin', Arab: 'Arabic', Cyrl: 'Cyrillic', Ethi: 'Ethiopic' }
    const letters = new RegExp(`\\p{Script=${names[script as keyof typeof names]}}`, 'gu')
    const wrong = Object.entries(glossary).filter(([, { explanations }]) => {
      const text = explanations[code] ?? ''
      return (text.match(letters)?.length ?? 0) < text.length / 3
    })
    expect(wrong.map(([term]) => term)).toEqual([])
  })

  it.each(ready.filter(({ code }) => code !== 'de'))(
    'marks and explains every term in $code',
    ({ code }) => {
      const unexplained = Object.keys(glossary).filter((term) => {
        const { terms, body } = explain([paragraph(`— ${term} —`)], code)
        return terms[0] !== term || JSON.stringify(body).indexOf('"strong":true') < 0
      })
      expect(unexplained).toEqual([])
    },
  )
})

describe('an answer in parts', () => {
  it('explains in the details only what the short answer left out', () => {
    const small: Glossary = Object.fromEntries(
      ['Kaution', 'Kaltmiete'].map((term) => [term, glossary[term]!]),
    )
    const entry = knowledge.entries.get('housing/deposit')!
    const compose = createAnswerComposer({ sentences, glossary: small })
    const notes = (part: 'short' | 'details') =>
      compose({ entry, language: 'ar', role: 'tenant', part })
        .blocks.flatMap((block) => (block.kind === 'note' ? block.text : []))
        .filter((text) => /^Ka/.test(text))
        .map((text) => text.split(':')[0])
    expect(notes('short')).toEqual(['Kaution', 'Kaltmiete'])
    expect(notes('details')).toEqual([])
  })
})
