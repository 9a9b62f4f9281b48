/** `npm run chat`: a conversation in the terminal, through the same inbox, steps and outbox. */
import { parseArgs } from 'node:util'
import { createCliChannel } from '../src/channels/cli/index.ts'
import { readConfig } from '../src/config.ts'
import { createInboxWorker } from '../src/jobs/inbox-worker.ts'
import { createOutboxSender } from '../src/jobs/outbox-sender.ts'
import { buildServices } from '../src/services.ts'
import { createSqliteStore } from '../src/storage/sqlite.ts'

const help = `Usage: npm run chat

A conversation with Lotse in the terminal. A line is a message; a number presses the button with that
number; Ctrl+D ends. Nothing is kept.

  --help   shows this text
`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const { services, retriever } = await buildServices(readConfig(process.env))
  const store = await createSqliteStore({ file: ':memory:' })
  const logger = { info() {}, warn: complain, error: complain }
  const ended = Promise.withResolvers<void>()
  const channel = createCliChannel({
    input: process.stdin,
    output: process.stdout,
    onEnd: ended.resolve,
  })
  const outbox = createOutboxSender({
    store,
    channels: [channel],
    logger,
    onGone: async () => undefined,
    now: services.now,
  })
  const inbox = createInboxWorker({
    store,
    services,
    logger,
    showTyping() {},
    onCommitted: () => outbox.wake(),
  })
  await channel.start(async (message) => {
    const isNew = await store.acceptInbound(message)
    inbox.wake()
    return isNew
  })
  await ended.promise
  await inbox.idle()
  await outbox.idle()
  await inbox.stop()
  await outbox.stop()
  await retriever.close()
  await store.close()
}

function complain(fields: object, message: string): void {
  process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
