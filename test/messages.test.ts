import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { describe, expect, it } from 'vitest'
import { createPhraseRecogniser, type PhraseKind } from '../src/language/phrases.ts'
import { compileWordPattern } from '../src/language/word-pattern.ts'

interface Messages {
  sentences: Record<string, string>
  recognise: Record<string, string[]>
}
/** Messages that must be recognised as the kind, and under `other` those that are questions. */
type Examples = Partial<Record<PhraseKind | 'other', string[]>>

const readFolder = <T>(...path: string[]): Map<string, T> => {
  const folder = join(import.meta.dirname, ...path)
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'))
  return new Map(
    files.map((file) => [
      file.replace('.yaml', ''),
      parseYaml(readFileSync(join(folder, file), 'utf8')) as T,
    ]),
  )
}

const messages = readFolder<Messages>('..', 'knowledge', 'messages')
const examples = readFolder<Examples>('evaluation', 'phrases')
const german = messages.get('de')!
const languages = [...messages.keys()]
const phrases = createPhraseRecogniser(
  new Map([...messages].map(([language, { recognise }]) => [language, recognise])),
)

const placeholders = (sentence = '') => (sentence.match(/\{\{\w+\}\}/g) ?? []).toSorted()
const roles = ['authority', 'landlord', 'tenant'] as const
const wholeKinds = ['greeting', 'thanks', 'goodbye', 'whoAreYou', 'help', 'stop'] as const

/** The role that a message shows in passing: the first that fits. */
const roleOf = (text: string, language: string) =>
  roles.find((role) => phrases.contains(role, text, language))

function recognisedKinds(text: string, language: string): string[] {
  return [
    ...wholeKinds.filter((kind) => phrases.consistsOf([kind, 'greeting'], text, language)),
    ...(['person', 'forget'] as const).filter((kind) => phrases.contains(kind, text, language)),
    ...[roleOf(text, language) ?? []].flat(),
    ...(phrases.begins('followUpStart', text, language) ||
    phrases.contains('followUp', text, language)
      ? ['followUp']
      : []),
  ]
}

describe.each(languages)('the fixed sentences in %s', (language) => {
  const { sentences, recognise } = messages.get(language)!

  it('are those of German, in its order', () => {
    expect(Object.keys(sentences)).toEqual(Object.keys(german.sentences))
  })

  it('keep every placeholder of the German sentence', () => {
    const expected = Object.entries(german.sentences).map(([key, text]) => [
      key,
      placeholders(text),
    ])
    expect(Object.entries(sentences).map(([key, text]) => [key, placeholders(text)])).toEqual(
      expected,
    )
  })

  it('fit on a button of a phone', () => {
    const tooLong = Object.entries(sentences).filter(
      ([key, label]) => key.startsWith('button.') && [...label].length > 28,
    )
    expect(tooLong).toEqual([])
  })

  it('let a question that is shown below its label end with the colon', () => {
    const label = sentences['handoff.previewQuestion']?.replace('{{question}}', '').trim()
    expect(label).toMatch(/[:፡]$/u)
  })

  it('name the commands as they are typed', () => {
    for (const command of ['/language', '/person', '/forget']) {
      expect(sentences['chat.help']).toContain(command)
    }
    expect(sentences['chat.stop']).toContain('/forget')
    expect(sentences['place.current']).toContain('/place')
  })

  it('have words to recognise for every kind of German, each pattern readable', () => {
    expect(Object.keys(recognise)).toEqual(Object.keys(german.recognise))
    for (const sources of Object.values(recognise)) {
      expect(sources.length).toBeGreaterThanOrEqual(3)
      for (const source of sources) expect(() => compileWordPattern(source, language)).not.toThrow()
    }
  })

  it('are questions to answer, not small talk, where the chat page offers them as examples', () => {
    const offered = [1, 2, 3].map((number) => sentences[`web.example.${number}`]!)
    for (const text of offered) {
      expect(recognisedKinds(text, language).filter((kind) => kind !== 'tenant')).toEqual([])
    }
    expect(roleOf(sentences['web.example.4']!, language)).toBe('landlord')
  })
})

describe.each([...examples])('what people type in %s', (language, kinds) => {
  const cases = (kind: PhraseKind) => kinds[kind] ?? []

  it.each(cases('greeting'))('"%s" is a greeting and nothing else', (text) => {
    expect(phrases.consistsOf(['greeting'], text, language)).toBe(true)
  })

  it.each(cases('thanks'))('"%s" is thanks', (text) => {
    expect(phrases.consistsOf(['greeting'], text, language)).toBe(false)
    expect(phrases.consistsOf(['thanks', 'greeting'], text, language)).toBe(true)
  })

  it.each(cases('person'))('"%s" asks for a person', (text) => {
    expect(phrases.contains('person', text, language)).toBe(true)
  })

  it.each(cases('forget'))('"%s" asks to be forgotten', (text) => {
    expect(phrases.contains('forget', text, language)).toBe(true)
  })

  it.each(cases('landlord'))('"%s" is written by a landlord', (text) => {
    expect(roleOf(text, language)).toBe('landlord')
  })

  it.each(cases('tenant'))('"%s" is written by a tenant', (text) => {
    expect(roleOf(text, language)).toBe('tenant')
  })

  it.each(cases('followUp'))('"%s" goes on from the last answer', (text) => {
    expect(recognisedKinds(text, language)).toContain('followUp')
  })

  it.each(kinds.other ?? [])('"%s" is a question of its own', (text) => {
    expect(recognisedKinds(text, language).filter((kind) => kind !== 'tenant')).toEqual([])
  })
})
