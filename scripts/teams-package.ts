/** `npm run teams:package`: the file that an administrator uploads to Teams. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { zipSync } from 'fflate'
import { readConfig } from '../src/config.ts'
import { loadKnowledge } from '../src/knowledge/load.ts'
import { type AppDescription, describeApp, findProblems } from './teams-manifest.ts'

const root = join(import.meta.dirname, '..')

const help = `Usage: npm run teams:package -- --client-id ID --public-url URL [--developer NAME]
       [--privacy-url URL] [--terms-url URL] [--version 1.0.0] [--out FILE]

Builds the app package for Microsoft Teams and checks it against Microsoft's published schema.
docs/teams.md says what to do with it.

  --client-id    application (client) id of the bot; else TEAMS_CLIENT_ID
  --public-url   https address under which people reach the program; else PUBLIC_URL
  --developer    who runs it, as people read it in Teams; default: the host of the address
  --privacy-url  where your privacy statement stands; default: the address itself
  --terms-url    where your terms of use stand; default: the address itself
  --version      raise it whenever you upload the package again; default: 1.0.0
  --out          default: data/lotse-teams.zip
  --help         shows this text
`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'client-id': { type: 'string' },
      'public-url': { type: 'string' },
      developer: { type: 'string' },
      'privacy-url': { type: 'string' },
      'terms-url': { type: 'string' },
      version: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const clientId = values['client-id'] ?? process.env.TEAMS_CLIENT_ID
  const publicUrl = (values['public-url'] ?? process.env.PUBLIC_URL)?.replace(/\/$/, '')
  if (!clientId) throw new UsageError('Say which bot it is: --client-id, see --help.')
  if (!publicUrl?.startsWith('https://')) {
    throw new UsageError('Say where it runs: --public-url https://…, see --help.')
  }
  const { knowledgeDirectory } = readConfig({ KNOWLEDGE_DIR: process.env.KNOWLEDGE_DIR })
  const { messages } = await loadKnowledge(knowledgeDirectory)
  const domain = new URL(publicUrl).host
  const app = describeApp({
    template: JSON.parse(readFileSync(join(root, 'teams', 'manifest.json'), 'utf8')),
    values: {
      version: values.version ?? '1.0.0',
      clientId,
      developer: values.developer ?? domain,
      publicUrl,
      domain,
      privacyUrl: values['privacy-url'] ?? publicUrl,
      termsUrl: values['terms-url'] ?? publicUrl,
    },
    messages,
  })
  const problems = findProblems(app)
  if (problems.length > 0) {
    throw new UsageError(`Microsoft's schema refuses the package:\n  ${problems.join('\n  ')}`)
  }
  const out = values.out ?? join(root, 'data', 'lotse-teams.zip')
  mkdirSync(dirname(out), { recursive: true })
  writeFileSync(out, zip(app))
  const languages = [...app.localizations.keys()].map((file) => file.replace('.json', ''))
  process.stdout.write(
    `${out}: the manifest and ${languages.length} more languages (${languages.join(', ')}) keep to Microsoft's schema.\n`,
  )
}

/** The same package every time, byte for byte, as long as nothing in it has changed. */
function zip({ manifest, localizations }: AppDescription): Uint8Array {
  const text = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
  const icon = (name: string) => readFileSync(join(root, 'teams', name))
  const files: Record<string, Uint8Array> = {
    'manifest.json': text(manifest),
    'color.png': icon('color.png'),
    'outline.png': icon('outline.png'),
  }
  for (const [name, words] of localizations) files[name] = text(words)
  return zipSync(files, { mtime: '2026-01-01T00:00:00', level: 9 })
}

class UsageError extends Error {
  override name = 'UsageError'
}

main().catch((error: unknown) => {
  const message = error instanceof UsageError || error instanceof RangeError
  process.stderr.write(
    `${error instanceof Error ? (message ? error.message : error.stack) : String(error)}\n`,
  )
  process.exit(1)
})
