/** `npm run knowledge:preview`: an entry as Telegram, Teams and the web would show it. */
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { readConfig } from '../src/config.ts'
import { readStarred, statusIn, writtenLanguages } from '../src/knowledge/coverage.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { EntryId } from '../src/message.ts'
import { createPreviewRenderer } from './preview/page.ts'
import { viewsOf } from './preview/views.ts'

const help = `Usage: npm run -s knowledge:preview -- topic/slug [--port NUMBER]
       npm run -s knowledge:preview -- topic/slug --once FILE

Shows the entry as Telegram, Teams and the web would, in every language that it is written in, on a
page that only this computer can open. Reload the page after a change; end with Ctrl+C.

  --port   the page's port; a free one unless told
  --once   writes the page into a file instead
  --help   shows this text
`

type Render = (id: EntryId) => Promise<string>

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      once: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const [id] = positionals
  if (!id) throw new Error('Name the entry, for example: housing/deposit. See --help.')
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port must be a number from 0 to 65535, and is "${values.port}".`)
  }
  const render = await createRenderer()
  const page = await render(id)
  if (values.once) {
    await writeFile(values.once, page)
    process.stdout.write(`${id} was written to ${values.once}.\n`)
    return
  }
  await serve(id, render, port)
}

async function createRenderer(): Promise<Render> {
  const { knowledgeDirectory } = readConfig(process.env)
  const renderPage = await createPreviewRenderer()
  return async (id) => {
    const { knowledge, problems } = await readKnowledge(knowledgeDirectory)
    const ofEntry = problems.filter(({ file }) => file.startsWith(`entries/${id}`))
    const entry = knowledge.entries.get(id)
    if (!entry) {
      throw new Error(
        ofEntry.length > 0
          ? ofEntry.map(({ file, problem }) => `${file}: ${problem}`).join('\n')
          : `There is no entry "${id}" under knowledge/entries.`,
      )
    }
    const starred = await readStarred(knowledgeDirectory)
    return renderPage({
      entry,
      views: viewsOf(knowledge, entry, new Date()),
      missing: writtenLanguages(knowledge).filter(
        (language) => statusIn(entry, language, starred) === 'missing',
      ),
      problems: ofEntry,
    })
  }
}

/** The content is read anew for each request, so that a reload shows the last change. */
async function serve(id: EntryId, render: Render, port: number): Promise<void> {
  const server = createServer(async (_request, response) => {
    try {
      const page = await render(id)
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page)
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error))
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo
  process.stdout.write(`${id}: http://127.0.0.1:${address.port}/\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
