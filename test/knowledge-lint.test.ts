import { readFile } from 'node:fs/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { renderContent } from '../scripts/channel-sizes.ts'
import { createCrisisDetector } from '../src/conversation/steps/detect-crisis.ts'
import { lintGlossary } from '../src/knowledge/lint/glossary.ts'
import { lintLimits } from '../src/knowledge/lint/limits.ts'
import { lintPrivatePersons } from '../src/knowledge/lint/private-persons.ts'
import { lintReachability } from '../src/knowledge/lint/reachable.ts'
import { lintKnowledge } from '../src/knowledge/lint.ts'
import { readReviewed } from '../src/knowledge/reviewed.ts'
import { normalizeForMatching } from '../src/language/normalize-text.ts'
import { contentWith, entryText, entryYaml, questions } from './content.ts'

const cleanups: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const remove of cleanups) await remove()
})

const noneReviewed = { privatePersons: [], sameQuestions: [], foundElsewhere: [] }

async function lint(changes: Record<string, string>, reviewed = {}) {
  const content = await contentWith(changes)
  cleanups.push(content.remove)
  const findings = lintKnowledge({
    knowledge: content.knowledge,
    files: new Map([...content.files].filter(([file]) => file.startsWith('entries'))),
    reviewed: { ...noneReviewed, ...reviewed },
    detectCrisis: createCrisisDetector(content.knowledge.crisisCards),
    normalize: normalizeForMatching,
    rendered: renderContent(content.knowledge),
  })
  const inEntries = ({ file }: { file: string }) => file.startsWith('entries')
  return {
    ...content,
    findings,
    problems: [...content.problems, ...findings.problems]
      .filter(inEntries)
      .map(({ problem }) => problem),
    notices: findings.notices.map(({ problem }) => problem),
  }
}

const oneEntry = (answer = '', yaml = '') => ({
  'entries/housing/one/entry.yaml': entryYaml('housing/one', yaml),
  'entries/housing/one/de.md': entryText('Briefkasten', answer),
})

describe('the check of the content', () => {
  it('says that a person may be kept back only from what authorities alone ask', async () => {
    const { problems } = await lint(oneEntry('', 'handoff: never'))
    expect(problems.join()).toContain('for entries that authorities alone ask')
    expect((await lint(oneEntry('', 'handoff: first'))).problems).toEqual([])
  })

  it('has nothing to say about an entry that is in order', async () => {
    expect((await lint(oneEntry('[Formular](https://www.sachsen-anhalt.de)'))).problems).toEqual([])
  })

  it.each([
    ['[Formular](www.sachsen-anhalt.de)', 'must begin with https://'],
    ['[Schreiben](mailto:info@lamsa.de)', 'must begin with https://'],
    ['[Formular] (https://www.sachsen-anhalt.de)', 'is no link here'],
    ['Siehe https://www.sachsen-anhalt.de', 'is no link here'],
    ['[Formular](https://www.sachsen-anhalt.de ein)', 'is no link here'],
    ['[Formular](https://intranet/form)', 'leads nowhere'],
    ['[](https://www.sachsen-anhalt.de)', 'has no words'],
    ['[Formular](https://www.example.org/form)', 'leads nowhere'],
    ['[Formular](https://www.sachsen-anhalt.de/form.)', 'ends with a punctuation mark'],
  ])('finds the link that nobody can open in %s', async (answer, problem) => {
    expect((await lint(oneEntry(answer))).problems).toEqual([expect.stringContaining(problem)])
  })

  it('takes an address that ends in brackets', async () => {
    const answer = '[Lotse](<https://de.wikipedia.org/wiki/Lotse_(Seefahrt)>)'
    expect((await lint(oneEntry(answer))).problems).toEqual([])
  })

  it('finds sources that lead nowhere', async () => {
    const changes = oneEntry()
    const yaml = changes['entries/housing/one/entry.yaml'].replace('www.115.de', 'example.org')
    const { problems } = await lint({ ...changes, 'entries/housing/one/entry.yaml': yaml })
    expect(problems).toEqual([expect.stringContaining('leads nowhere')])
  })

  it('wants every figure in every language, and none by hand', async () => {
    const { problems } = await lint({
      ...oneEntry('Frist: {{weeks}} Wochen.', 'figures: { weeks: { number: 2 } }'),
      'entries/housing/one/en.md': entryText('letterbox', 'Deadline: ۲ weeks.'),
    })
    expect(problems).toContainEqual(expect.stringContaining('{{weeks}} of entry.yaml is not used'))
    expect(problems).toContainEqual(expect.stringContaining('"۲" is written by hand'))
  })

  it.each([
    ['the kaution is money', '"kaution" is written "Kaution"'],
    ['the Auslanderbehorde', '"Auslanderbehorde" is written "Ausländerbehörde"'],
    ['the Auslaenderbehoerde', '"Auslaenderbehoerde" is written "Ausländerbehörde"'],
    ['the Wohnungsgeberbestätigug', 'looks like a misspelt "Wohnungsgeberbestätigung"'],
    ['دائرة auslanderbehörde هنا', '"auslanderbehörde" is written'],
  ])('keeps German terms as they stand on letters: %s', async (answer, problem) => {
    const { problems } = await lint({
      ...oneEntry(),
      'entries/housing/one/en.md': entryText('letterbox', answer),
    })
    expect(problems).toContainEqual(expect.stringContaining(problem))
  })

  it.each(['two Bescheide', 'the Widersprüche', 'Betriebskosten-Abrechnung', "Jobcenter'ın"])(
    'takes German endings and those of the language: %s',
    async (answer) => {
      const { problems } = await lint({
        ...oneEntry(),
        'entries/housing/one/en.md': entryText('letterbox', answer),
      })
      expect(problems.filter((problem) => problem.startsWith('"'))).toEqual([])
    },
  )

  it('reads questions as people type them', async () => {
    const text = entryText('Briefkasten').replace('wie geht', 'kaution auslanderbehorde wie geht')
    const changes = { ...oneEntry(), 'entries/housing/one/de.md': text }
    expect((await lint(changes)).problems).toEqual([])
  })

  it('finds a question that stands in two entries, in another order or one letter apart', async () => {
    const twoWith = (extra: string) => ({
      ...oneEntry(),
      'entries/housing/two/entry.yaml': entryYaml('housing/two'),
      'entries/housing/two/de.md': entryText('Klingel').replace(
        '## Questions\n',
        `## Questions\n- ${extra}\n`,
      ),
    })
    for (const same of [
      'Wie geht Briefkasten?',
      'briefkasten wie geht',
      'wie geht der brifkasten',
    ]) {
      const text = entryText('Briefkasten').replace('wie geht Brief', 'wie geht der Brief')
      const changes = twoWith(same)
      const isNear = same.includes('brif')
      const { problems } = await lint(
        isNear ? { ...changes, 'entries/housing/one/de.md': text } : changes,
      )
      expect(problems).toEqual([expect.stringContaining('is also a question of housing/two')])
    }
    const reviewed = {
      sameQuestions: [
        {
          language: 'de',
          entries: ['housing/one', 'housing/two'],
          question: 'briefkasten wie geht',
          reason: 'Both may answer it.',
        },
      ],
    }
    expect((await lint(twoWith('briefkasten wie geht'), reviewed)).problems).toEqual([])
    const needless = await lint(twoWith('etwas ganz anderes'), reviewed)
    expect(needless.notices).toEqual([expect.stringContaining('is no longer found')])
  })

  it.each([
    ['one letter replaced at the beginning', 'pie lange gilt die frist', 1],
    ['one letter replaced in the middle', 'wie lange galt die frist', 1],
    ['one letter replaced at the end', 'wie lange gilt die frisz', 1],
    ['one letter left out', 'wie lnge gilt die frist', 1],
    ['one letter left out at the end', 'wie lange gilt die fris', 1],
    ['one letter added', 'wie lange gilts die frist', 1],
    ['two letters replaced', 'wie linge gelt die frist', 0],
    ['two letters left out', 'wie lnge glt die frist', 0],
  ])('compares letters: %s', async (_, near, found) => {
    const withQuestion = (topic: string, question: string) =>
      entryText(topic).replace('## Questions\n', `## Questions\n- ${question}\n`)
    const { problems } = await lint({
      'entries/housing/one/entry.yaml': entryYaml('housing/one'),
      'entries/housing/one/de.md': withQuestion('Briefkasten', 'wie lange gilt die frist'),
      'entries/housing/two/entry.yaml': entryYaml('housing/two'),
      'entries/housing/two/de.md': withQuestion('Klingel', near),
    })
    expect(problems).toHaveLength(found)
  })

  it('does not take two questions with a number of different words for the same', async () => {
    const { problems } = await lint({
      ...oneEntry(),
      'entries/housing/two/entry.yaml': entryYaml('housing/two'),
      'entries/housing/two/de.md': entryText('Klingel'),
    })
    expect(problems).toEqual([])
  })

  it('finds an entry whose buttons are too long to send', async () => {
    const id = `housing/${'long-name-'.repeat(5)}end`
    const { problems } = await lint({
      [`entries/${id}/entry.yaml`]: entryYaml(id),
      [`entries/${id}/de.md`]: entryText('Briefkasten'),
    })
    expect(problems).toContainEqual(
      expect.stringContaining('Nobody can be sent the answer: Button'),
    )
  })

  it('finds an answer that floods the phone', async () => {
    const { problems, notices } = await lint({
      'entries/housing/one/entry.yaml': entryYaml('housing/one'),
      'entries/housing/one/de.md': `${entryText('Briefkasten')}\n## Details\n${'Ein langer Satz. '.repeat(600)}`,
    })
    expect(problems).toEqual([
      expect.stringContaining('On Telegram, the details would take 3 messages'),
    ])
    const shorter = await lint({
      'entries/housing/one/entry.yaml': entryYaml('housing/one'),
      'entries/housing/one/de.md': `${entryText('Briefkasten')}\n## Details\n${'Ein langer Satz. '.repeat(300)}`,
    })
    expect(shorter.problems).toEqual([])
    expect(shorter.notices).toEqual([expect.stringContaining('show the details in two messages')])
    expect(notices).toEqual([])
  })
})

describe('the German text', () => {
  it('is missed where it is not there, and not where it only has a mistake', async () => {
    const { problems } = await contentWith({
      'entries/housing/one/entry.yaml': entryYaml('housing/one'),
      'entries/housing/one/en.md': entryText('letterbox'),
      'entries/housing/two/entry.yaml': entryYaml('housing/two'),
      'entries/housing/two/de.md': entryText('Klingel').replace('## Answer', '## Antwort'),
    }).then((content) => {
      cleanups.push(content.remove)
      return content
    })
    expect(problems).toEqual([
      { file: 'entries/housing/one', problem: expect.stringContaining('de.md is missing') },
      { file: 'entries/housing/two/de.md', problem: expect.stringContaining('"## Antwort"') },
    ])
  })
})

describe('the glossary', () => {
  it('explains its words in every ready language', async () => {
    const content = await contentWith({
      'glossary.yaml': 'Kaution:\n  explanations: { de: Geld als Sicherheit., en: Money. }\n',
    })
    cleanups.push(content.remove)
    const [problem] = lintGlossary(content.knowledge, content.files)
    expect(problem?.problem).toContain('"Kaution" is not explained in العربية')
    expect(problem?.problem).not.toContain('English')
  })
})

describe('a language that the assistant speaks', () => {
  it('has its fixed sentences and every crisis card', async () => {
    const languages = await readFile('knowledge/languages.yaml', 'utf8')
    const italian = languages.replace(/code: it,(.*)status: .* }/, 'code: it,$1status: partial }')
    const card = await readFile('knowledge/crisis/poison.yaml', 'utf8')
    const { findings } = await lint({
      'languages.yaml': italian,
      'crisis/poison.yaml': card,
    })
    expect(findings.problems).toEqual([
      { file: 'messages/it.yaml', problem: expect.stringContaining('Copy de.yaml') },
      {
        file: 'crisis/poison.yaml',
        problem: 'In Italiano these are missing: texts, triggers, examples, the label of a number.',
      },
    ])
  })
})

describe('the limits of the channels', () => {
  it('allow two messages, but one is better', () => {
    const answer = { file: 'entries/a/b/de.md', what: 'the answer' }
    const lintParts = (Teams: number) => lintLimits([{ ...answer, parts: { Telegram: 1, Teams } }])
    expect(lintParts(1)).toEqual({ problems: [], notices: [] })
    expect(lintParts(2)).toMatchObject({ problems: [], notices: [{ file: answer.file }] })
    expect(lintParts(3)).toMatchObject({ problems: [{ file: answer.file }], notices: [] })
  })
})

describe('the search for private persons', () => {
  const find = (text: string, allowed: string[] = []) =>
    lintPrivatePersons(
      new Map([['entries/a/b/de.md', text]]),
      allowed.map((each) => ({ text: each, reason: 'Nobody in particular.' })),
    )

  it.each([
    'Fragen Sie Herrn Beispielmann.',
    'Frau Beispielfrau hilft.',
    'Ansprechpartnerin: Erika Mustermann',
    'Mrs Sampleton sits at the desk.',
    'Ask for Sam Sampleton.',
    'Dr. Beispiel nimmt sich Zeit.',
    'Обратитесь к: господин Примеров',
    'اسألوا السيدة فلانة',
    'با آقای نمونه صحبت کنید',
    'Thomas Beispielmann leitet den Treff.',
    'erika.mustermann@stadt.de',
    'e.mustermann@stadt.de',
    'treff-beispiel@gmx.de',
    'Rufen Sie 0171 2345678 an.',
  ])('stops at "%s"', (text) => {
    expect(find(text).problems).toHaveLength(1)
  })

  it.each([
    'Eine Frau Hilfe zu schicken ist richtig.',
    'schwangere Frau Arzt',
    'Frau oder Mann',
    'Die Martin-Luther-Straße und der Thomas-Müntzer-Platz',
    'info@lamsa.de, jmd.dessau@stejh.de, JMD-Magdeburg@ib.de, ukraine-abh@ewo.magdeburg.de',
    'Rufen Sie 0391 5371-201 oder 115 an.',
    'السيد المؤجر',
    'Pani wina',
  ])('lets "%s" pass', (text) => {
    expect(find(text).problems).toEqual([])
  })

  it('lets pass what a person has looked at, and names what is no longer there', () => {
    expect(find('0171 2345678', ['0171 2345678'])).toEqual({ problems: [], notices: [] })
    expect(find('nichts', ['0171 2345678']).notices).toHaveLength(1)
  })
})

describe('asking every question', () => {
  it('names the questions that find another entry, or nothing, and no others', async () => {
    const content = await contentWith(oneEntry())
    cleanups.push(content.remove)
    const ask = (reviewed: typeof noneReviewed.foundElsewhere) =>
      lintReachability(content.knowledge, {
        reviewed,
        findFirst: async ({ text }) => {
          if (text.startsWith('wie geht')) return 'housing/two'
          return text.startsWith('was kostet') ? undefined : 'housing/one'
        },
      })
    const { asked, problems } = await ask([])
    expect(asked).toBe(questions('').split('\n').length)
    expect(problems.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('"wie geht Briefkasten" finds housing/two first'),
      expect.stringContaining('"was kostet Briefkasten" finds nothing'),
    ])
  })

  it('leaves out what is listed with a reason, and names what need not be listed', async () => {
    const content = await contentWith(oneEntry())
    cleanups.push(content.remove)
    const listed = (question: string) => ({
      language: 'de',
      entry: 'housing/one',
      question,
      reason: 'Both entries answer it.',
    })
    const { problems, notices } = await lintReachability(content.knowledge, {
      reviewed: [listed('wie geht Briefkasten'), listed('bis wann Briefkasten')],
      findFirst: async ({ text }) => (text.startsWith('wie geht') ? 'housing/two' : 'housing/one'),
    })
    expect(problems).toEqual([])
    expect(notices.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('"bis wann Briefkasten"'),
    ])
  })
})

describe('the list of what was looked at', () => {
  it('may have headings with nothing under them', async () => {
    const content = await contentWith({ 'reviewed.yaml': 'sameQuestions:\nfoundElsewhere:\n' })
    cleanups.push(content.remove)
    expect(await readReviewed(content.directory)).toEqual(noneReviewed)
  })

  it('gives a reason for everything', async () => {
    const content = await contentWith({
      'reviewed.yaml': 'privatePersons:\n  - { text: "0171 2345678", reason: "ok" }\n',
    })
    cleanups.push(content.remove)
    await expect(readReviewed(content.directory)).rejects.toThrow('say in a sentence why')
  })
})
