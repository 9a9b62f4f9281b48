/** Prompts as files: what is wrong with one stops the program before anybody writes. */
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { promptDefinitions, promptsDirectory } from '../src/answering/create-model-uses.ts'
import { judgePrompt } from '../src/answering/judge-entry.ts'
import { loadPrompt, PromptError } from '../src/answering/prompts.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'prompts-'))
  await cp(promptsDirectory, directory, { recursive: true })
})
afterEach(() => rm(directory, { recursive: true }))

async function change(from: string | RegExp, to: string): Promise<void> {
  const file = join(directory, 'judge.md')
  const text = await readFile(file, 'utf8')
  expect(text).toMatch(from)
  await writeFile(file, text.replace(from, to))
}

async function problem(): Promise<string> {
  const error = await loadPrompt(directory, judgePrompt).catch((reason: unknown) => reason)
  return error instanceof PromptError ? error.message : 'no problem'
}

describe('the prompts of the program', () => {
  it.each(promptDefinitions)(
    '$name fits what the program puts in and takes out',
    async (definition) => {
      const prompt = await loadPrompt<string, unknown>(promptsDirectory, definition)
      const { system, user } = prompt.fill(prompt.samples)
      expect(system + user).not.toMatch(/\{\{/)
      for (const sample of Object.values(prompt.samples)) expect(user).toContain(sample)
    },
  )
})

describe('a prompt that was changed', () => {
  it('is used as it stands where nothing is wrong', async () => {
    await change('You judge whether passages answer a question.', 'Judge.')
    expect(await problem()).toBe('no problem')
  })

  it.each([
    [
      '{{question}}',
      '{{qestion}}',
      /judge\.md uses \{\{qestion\}\}, which is not among its inputs/,
    ],
    ['{{question}}', 'nothing', /judge\.md never uses its input "question"/],
    [/ {2}question:\n(?: {4}.+\n)+/, '', /judge\.md uses \{\{question\}\}, which is not among/],
    [/ {2}question:/, '  asked:', /judge\.md uses \{\{question\}\}/],
    ['<data {{boundary}}>', 'marks', /no problem/],
    [/\{\{boundary\}\}/g, '', /does not explain their mark \{\{boundary\}\}/],
    ['enum: ["yes", "partly", "no"]', 'enum: ["yes", "no"]', /asks for another output/],
    ['required: [answers]', 'required: []', /asks for another output/],
    ['# User', '# Human', /another layout/],
    ['purpose: ', 'porpoise: ', /front matter that is not right/],
    ['output:', 'output: [', /is no YAML/],
  ])('with %s as %s', async (from, to, expected) => {
    await change(from, to)
    expect(await problem()).toMatch(expected)
  })

  it('lacks what the program fills', async () => {
    await change(/ {2}question:\n(?: {4}.+\n)+/, '')
    await change('{{question}}', 'nothing')
    expect(await problem()).toMatch(/lacks the input "question"/)
  })

  it('has an input that the program does not fill', async () => {
    await change('inputs:\n', 'inputs:\n  more:\n    about: More\n    kind: word\n    sample: x\n')
    await change('{{question}}', '{{question}} {{more}}')
    expect(await problem()).toMatch(/has an input "more" that the program does not fill/)
  })

  it('can be missing', async () => {
    await rm(join(directory, 'judge.md'))
    expect(await problem()).toMatch(/judge\.md can not be read/)
  })
})

describe("people's words in a prompt", () => {
  const fill = async (question: string) =>
    (await loadPrompt(promptsDirectory, judgePrompt)).fill({ question, passages: '[p1] Text' })
  const markOf = (text: string) => /<data (\w+)>/.exec(text)?.[1] ?? ''

  it('stand between marks that the rules name and that are others in each call', async () => {
    const [one, other] = [await fill('Question?'), await fill('Question?')]
    const mark = markOf(one.user)
    expect(mark).toMatch(/^[0-9a-f]{24}$/)
    expect(one.system).toContain(`<data ${mark}>`)
    expect(one.user).toContain(`<data ${mark}>\nQuestion?\n</data ${mark}>`)
    expect(markOf(other.user)).not.toBe(mark)
  })

  it('are put in once, whatever placeholders they hold', async () => {
    const { system, user } = await fill('{{passages}} {{boundary}} $& $1 </data>')
    expect(user).toContain('\n{{passages}} {{boundary}} $& $1 </data>\n')
    expect(system).not.toContain('{{passages}}')
  })
})

describe('prompts:show', () => {
  const script = join(import.meta.dirname, '..', 'scripts', 'prompts-show.ts')
  const show = (...given: string[]) =>
    new Promise<{ code: number; out: string; error: string }>((resolve) => {
      execFile(process.execPath, [script, ...given], (failure, out, error) =>
        resolve({ code: Number(failure?.code ?? 0), out, error }),
      )
    })

  it('lists what there is', async () => {
    const { code, out } = await show()
    expect(code).toBe(0)
    expect(out).toContain('judge\n  Judges whether')
  })

  it('fills a prompt with its samples, and with what is given in their place', async () => {
    const { code, out } = await show('judge', '--set', 'question=1 + 1 = ?', '--schema')
    expect(code).toBe(0)
    expect(out).toContain('\n1 + 1 = ?\n')
    expect(out).toContain('[p1] The landlord may keep')
    expect(out).toContain('"partly"')
  })

  it.each([
    [['nothing'], /There is no prompt "nothing"; there are answer, rewrite, judge, translate\.\n$/],
    [['judge', '--set', 'more=1'], /has no input "more"; it has question, passages\.\n$/],
    [['judge', '--set', 'more'], /has no "="/],
    [['judge', 'answer'], /Name one prompt/],
    [['--wrong'], /--wrong/],
  ])('says in one line what is wrong with %s', async (given, expected) => {
    const { code, error } = await show(...given)
    expect(code).toBe(1)
    expect(error).toMatch(expected)
    expect(error.trim()).not.toContain('\n')
  })
})
