/** The rooms and the arrows between them, as docs/flow.md draws them. Any other arrow fails here. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = join(import.meta.dirname, '..', 'src')

/** A room may import itself, `message.ts` and what stands here; a path means that file only. */
const arrows: Record<string, string[]> = {
  'message.ts': [],
  'message-text.ts': [],
  'logger.ts': [],
  'model-config.ts': [],
  'config.ts': ['model-config.ts'],
  'private-address.ts': ['config.ts'],
  knowledge: [],
  language: ['knowledge/schema.ts'],
  http: [],
  'channels/channel.ts': [],
  'channels/part-sender.ts': ['channels/channel.ts'],
  'channels/telegram': ['channels/channel.ts', 'channels/part-sender.ts', 'message-text.ts'],
  'channels/teams': ['channels/channel.ts', 'channels/part-sender.ts', 'http', 'message-text.ts'],
  'channels/web': ['channels/channel.ts', 'http'],
  'channels/cli': ['channels/channel.ts', 'message-text.ts'],
  retrieval: ['knowledge/schema.ts', 'language'],
  answering: ['knowledge/schema.ts', 'knowledge/figures.ts', 'language'],
  referral: ['knowledge/schema.ts', 'language'],
  storage: [],
  handoff: ['knowledge/schema.ts', 'storage/store.ts', 'message-text.ts'],
  'handoff/desks/web': [
    'handoff/desk.ts',
    'handoff/mediation.ts',
    'handoff/mediator-settings.ts',
    'handoff/office-hours.ts',
    'handoff/organisation-settings.ts',
    'knowledge/schema.ts',
    'storage/store.ts',
    'http',
    'message-text.ts',
  ],
  'handoff/desks/shared': [
    'handoff/desk.ts',
    'knowledge/figures.ts',
    'message-text.ts',
    'storage/store.ts',
  ],
  'handoff/desks/teams': [
    'handoff/desk.ts',
    'handoff/desks/shared',
    'message-text.ts',
    'storage/store.ts',
  ],
  'handoff/desks/telegram': [
    'handoff/desk.ts',
    'handoff/desks/shared',
    'message-text.ts',
    'storage/store.ts',
  ],
  conversation: [
    'knowledge/schema.ts',
    'knowledge/figures.ts',
    'language',
    'retrieval/retriever.ts',
    'retrieval/confidence.ts',
    'answering/compose-answer.ts',
    'answering/explain-terms.ts',
    'answering/model-uses.ts',
    'referral/referral.ts',
    'handoff/relay.ts',
    'handoff/preview.ts',
    'handoff/open-case.ts',
    'handoff/route-case.ts',
    'handoff/mediation.ts',
    'handoff/agreement/agreement.ts',
    'handoff/translation/read-in.ts',
    'storage/store.ts',
    'message-text.ts',
  ],
  jobs: [
    'conversation',
    'language',
    'channels/channel.ts',
    'handoff/case-router.ts',
    'handoff/relay.ts',
    'handoff/route-case.ts',
    'storage/store.ts',
    'logger.ts',
    'config.ts',
  ],
  'services.ts': [
    'config.ts',
    'knowledge',
    'language',
    'retrieval',
    'answering',
    'referral',
    'conversation',
  ],
  'language-model.ts': [
    'answering/model.ts',
    'answering/models/index.ts',
    'config.ts',
    'logger.ts',
    'services.ts',
    'storage/store.ts',
  ],
  'start-report.ts': ['config.ts', 'conversation/turn.ts'],
  'app.ts': ['*'],
  'main.ts': ['app.ts', 'config.ts', 'knowledge/load.ts', 'answering/prompts.ts'],
}

/** Where a vendor's package may be imported. */
const fences: Record<string, string[]> = {
  grammy: ['channels/telegram', 'handoff/desks/telegram'],
  '@grammyjs/auto-retry': ['channels/telegram'],
  '@microsoft/teams.apps': ['channels/teams'],
  '@microsoft/teams.api': ['channels/teams'],
  '@huggingface/transformers': ['retrieval/dense'],
  'hnswlib-node': ['retrieval/dense'],
  kysely: ['storage'],
  'better-sqlite3': ['storage'],
  'fasttext.wasm.js': ['language'],
  'cld3-asm': ['language'],
  'lit-html': ['channels/web/client', 'handoff/desks/web/client'],
  esbuild: ['http'],
  uqr: ['http'],
  '@node-rs/argon2': ['handoff/desks/web'],
  'temporal-polyfill': ['handoff'],
  feiertagejs: ['handoff'],
  'deepl-node': ['handoff/translation'],
  '@langchain/core': ['answering/models'],
  '@langchain/openai': ['answering/models'],
  '@langchain/ollama': ['answering/models'],
  '@myriaddreamin/typst-ts-web-compiler': ['handoff/agreement'],
  'libphonenumber-js': ['language'],
}

interface Import {
  from: string
  /** Relative to `src` for ours, the package's name otherwise. */
  to: string
  isOurs: boolean
}

function imports(): Import[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.replaceAll('\\', '/'))
  return files.flatMap((from) => {
    const text = readFileSync(join(source, from), 'utf8')
    const found = text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g,
    )
    return [...found].map((match): Import => {
      const specifier = match[1] ?? match[2] ?? ''
      const isOurs = specifier.startsWith('.')
      const to = isOurs
        ? relative(source, resolve(source, dirname(from), specifier)).replaceAll('\\', '/')
        : packageName(specifier)
      return { from, to, isOurs }
    })
  })
}

function packageName(specifier: string): string {
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

const isIn = (file: string, place: string) => file === place || file.startsWith(`${place}/`)

/** The most precise room that a file belongs to. */
function roomOf(file: string): string | undefined {
  return Object.keys(arrows)
    .filter((room) => isIn(file, room))
    .toSorted((one, other) => other.length - one.length)[0]
}

function forbidden({ from, to, isOurs }: Import): string | undefined {
  const room = roomOf(from)
  if (!room) return `${from} stands in no room; add the room to docs/flow.md and to this test.`
  if (!isOurs) {
    const fence = fences[to]
    const isInside = !fence || fence.some((place) => isIn(from, place))
    return isInside ? undefined : `${from} imports ${to}, which stays in ${fence.join(' and ')}.`
  }
  const allowed = arrows[room] ?? []
  const isAllowed =
    to === 'message.ts' ||
    (isIn(to, room) && roomOf(to) === room) ||
    allowed.some((place) => place === '*' || isIn(to, place))
  return isAllowed ? undefined : `${from} imports ${to}: no arrow leads from ${room} there.`
}

describe('the architecture', () => {
  it('has no arrow between rooms but those that are drawn', () => {
    const found = imports()
    expect(found.length).toBeGreaterThan(200)
    expect(found.map(forbidden).filter(Boolean)).toEqual([])
  })

  it('fails on an arrow that is not drawn', () => {
    const wrong: Import[] = [
      { from: 'channels/telegram/index.ts', to: 'channels/web/index.ts', isOurs: true },
      { from: 'answering/compose-answer.ts', to: 'retrieval/retriever.ts', isOurs: true },
      { from: 'conversation/handle-message.ts', to: 'app.ts', isOurs: true },
      { from: 'conversation/handle-message.ts', to: 'storage/sqlite.ts', isOurs: true },
      { from: 'message.ts', to: 'knowledge/schema.ts', isOurs: true },
      { from: 'conversation/turn.ts', to: 'grammy', isOurs: false },
      { from: 'elsewhere/new.ts', to: 'message.ts', isOurs: true },
    ]
    for (const arrow of wrong) expect(forbidden(arrow)).toBeTypeOf('string')
  })

  it('lets nothing import the app but main', () => {
    const importers = imports().filter(({ to }) => to === 'app.ts')
    expect(importers.map(({ from }) => from)).toEqual(['main.ts'])
  })

  it('gives every channel the same file names', () => {
    for (const channel of ['telegram', 'teams', 'web', 'cli']) {
      const files = readdirSync(join(source, 'channels', channel))
      expect(files).toEqual(
        expect.arrayContaining(['inbound.ts', 'index.ts', 'markup.ts', 'outbound.ts']),
      )
    }
  })
})
