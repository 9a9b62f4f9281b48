/** `npm run knowledge:stamp`: "I have compared this translation with the German text as it is now." */
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { parseEntryText } from '../src/knowledge/parse-entry-text.ts'

const help = `Usage: npm run knowledge:stamp -- topic/slug language [language ...]

Writes into the translation which German text it was compared with, so that it counts as up to date
until the German changes. Run it only after you have compared the two.

  --help   shows this text
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const [id, ...languages] = positionals
  if (!id || languages.length === 0) {
    throw new Error('Name the entry and its languages, for example: housing/deposit ar uk')
  }
  const folder = join(readConfig(process.env).knowledgeDirectory, 'entries', id)
  if (!existsSync(folder)) throw new Error(`There is no entry "${id}" under knowledge/entries.`)
  const { hash } = parseEntryText(await readFile(join(folder, 'de.md'), 'utf8'))
  for (const language of languages) {
    const file = join(folder, `${language}.md`)
    if (!existsSync(file)) throw new Error(`There is no file ${id}/${language}.md yet.`)
    const source = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n')
    parseEntryText(source)
    const unstamped = source.replace(/^translatedFrom: .*\n/m, '')
    await writeFile(file, unstamped.replace(/^---\n/, `---\ntranslatedFrom: ${hash}\n`))
    process.stdout.write(`${id}/${language}.md was compared with the German text ${hash}.\n`)
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
