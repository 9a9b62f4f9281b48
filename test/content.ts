/** A small knowledge base for tests: the real frame, and the entries that a test writes. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readKnowledge } from '../src/knowledge/load.ts'
import { readContentFiles } from '../src/knowledge/read-files.ts'

const parts = ['languages.yaml', 'glossary.yaml', 'messages', 'places']

/** @param changes text by path under `knowledge/`; replaces a file that is there. */
export async function contentWith(changes: Record<string, string>) {
  const directory = await mkdtemp(join(tmpdir(), 'lotse-content-'))
  for (const part of parts) {
    await cp(join('knowledge', part), join(directory, part), { recursive: true })
  }
  for (const [file, text] of Object.entries(changes)) {
    await mkdir(dirname(join(directory, file)), { recursive: true })
    await writeFile(join(directory, file), text)
  }
  const read = await readKnowledge(directory)
  return {
    ...read,
    directory,
    files: await readContentFiles(directory),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

export const entryYaml = (id: string, more = '') => `id: ${id}
audience: [tenant]
region: saxony-anhalt
risk: normal
reviewEvery: 12 months
sources:
  - { title: Behördennummer, url: "https://www.115.de", checkedOn: 2026-11-22 }
referral: [everyday]
${more}`

export const questions = (topic: string) =>
  ['wie geht', 'wo finde ich', 'was kostet', 'wer hilft bei', 'bis wann', 'was brauche ich für']
    .map((start) => `- ${start} ${topic}`)
    .join('\n')

const filler = Array.from({ length: 45 }, () => 'Wort').join(' ')

/** A text that nothing is wrong with; `answer` comes on top. */
export const entryText = (topic: string, answer = '', stamp = '') => `---
${stamp}reviewedBy: none
---
# ${topic}

## Questions
${questions(topic)}

## Answer
${filler}

${answer}
`
