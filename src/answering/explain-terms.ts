/** German words that stay German: marked where an answer first uses them, and explained below it. */
import type { Glossary } from '../knowledge/schema.ts'
import type { FixedSentences } from '../language/fixed-sentences.ts'
import type { Block, Inline, LanguageCode } from '../message.ts'

/** More would bury the answer. */
const mostTerms = 3

export interface ExplainedTerms {
  /** The same text; the first use of each explained term stands out. */
  body: Block[]
  /** One sentence of the reader's language for each, in the order of the text. */
  notes: Block[]
  /** The terms, as the glossary writes them. */
  terms: string[]
}

/**
 * @param known terms that this reader has just read the explanation of.
 */
export function explainTerms(
  body: Block[],
  options: {
    glossary: Glossary
    language: LanguageCode
    sentences: FixedSentences
    known?: readonly string[]
  },
): ExplainedTerms {
  const { glossary, language, sentences, known = [] } = options
  if (language === 'de') return { body, notes: [], terms: [] }
  const explanationOf = (term: string) =>
    glossary[term]?.explanations[language] ??
    glossary[term]?.explanations[sentences.spokenFor(language)]
  const terms = [...new Set(body.flatMap(textsOf).flatMap((text) => termsIn(text, glossary)))]
    .filter((term) => !known.includes(term) && explanationOf(term))
    .slice(0, mostTerms)
  const unmarked = new Set(terms)
  return {
    body: body.map((block) => markTerms(block, glossary, unmarked)),
    notes: terms.map((term) => ({ kind: 'note', text: `${term}: ${explanationOf(term)}` })),
    terms,
  }
}

export interface GermanTerms {
  /** As they stand in the text. */
  words: string[]
  /** One sentence of the reader's language for each of the first few. */
  notes: Block[]
}

/** The German terms in what a person wrote; none for who reads German. */
export function findTerms(
  text: string,
  options: { glossary: Glossary; language: LanguageCode; sentences: FixedSentences },
): GermanTerms {
  if (options.language === 'de') return { words: [], notes: [] }
  const { pattern } = patternOf(options.glossary)
  const { notes } = explainTerms([{ kind: 'paragraph', content: [{ text }] }], options)
  return { words: [...new Set([...text.matchAll(pattern)].map(([word]) => word))], notes }
}

export type FindTerms = (text: string, language: LanguageCode) => GermanTerms

/** Content changes only with a new start, and a pattern of all terms takes long to make. */
const patterns = new WeakMap<Glossary, { pattern: RegExp; terms: Map<string, string> }>()

function patternOf(glossary: Glossary): { pattern: RegExp; terms: Map<string, string> } {
  let made = patterns.get(glossary)
  if (!made) {
    // The longest first: a "fristlose Kündigung" is not explained as a "Kündigung".
    const names = Object.keys(glossary).toSorted((one, other) => other.length - one.length)
    const spellings = names.flatMap((name) => [...new Set([name, capitalised(name)])])
    made = {
      pattern: new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${spellings.map(RegExp.escape).join('|') || '(?!)'})(?![\\p{L}\\p{N}])`,
        'gu',
      ),
      terms: new Map(names.flatMap((name) => [[name, name] as const, [capitalised(name), name]])),
    }
    patterns.set(glossary, made)
  }
  return made
}

function capitalised(term: string): string {
  return term.charAt(0).toLocaleUpperCase('de') + term.slice(1)
}

function termsIn(text: string, glossary: Glossary): string[] {
  const { pattern, terms } = patternOf(glossary)
  return [...text.matchAll(pattern)].map(([found]) => terms.get(found) ?? found)
}

function textsOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text]
    case 'paragraph':
      return block.content.map(({ text }) => text)
    case 'list':
      return block.items.flat().map(({ text }) => text)
    case 'quote':
    case 'sources':
    case 'note':
    case 'qr-code':
      return []
    default:
      throw block satisfies never
  }
}

function markTerms(block: Block, glossary: Glossary, unmarked: Set<string>): Block {
  if (unmarked.size === 0) return block
  switch (block.kind) {
    case 'paragraph':
      return { ...block, content: markInlines(block.content, glossary, unmarked) }
    case 'list':
      return {
        ...block,
        items: block.items.map((item) => markInlines(item, glossary, unmarked)),
      }
    default:
      return block
  }
}

function markInlines(content: Inline[], glossary: Glossary, unmarked: Set<string>): Inline[] {
  return content.flatMap((inline) => {
    const { pattern, terms } = patternOf(glossary)
    const isPlain = !inline.strong && inline.href === undefined && inline.phone === undefined
    const parts: Inline[] = []
    let end = 0
    for (const match of inline.text.matchAll(pattern)) {
      // A term that stands out already, or is a link, needs no second mark.
      if (!unmarked.delete(terms.get(match[0]) ?? match[0]) || !isPlain) continue
      parts.push({ text: inline.text.slice(end, match.index) }, { text: match[0], strong: true })
      end = match.index + match[0].length
    }
    if (end === 0) return [inline]
    return [...parts, { text: inline.text.slice(end) }].filter(({ text }) => text !== '')
  })
}
