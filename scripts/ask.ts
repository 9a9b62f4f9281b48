/** `npm run ask`: each text is the first message of a fresh conversation. */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { renderForTerminal } from '../src/channels/cli/markup.ts'
import { readConfig } from '../src/config.ts'
import { handleMessage, nothingKnown } from '../src/conversation/handle-message.ts'
import type { Outcome, Services } from '../src/conversation/turn.ts'
import { plainText } from '../src/message-text.ts'
import { buildServices } from '../src/services.ts'

const help = `Usage: npm run -s ask -- "text"
       npm run -s ask -- --jsonl < questions.jsonl

Answers a text as the first message of a fresh conversation.

  --jsonl   reads {"id","text"} a line on standard input and prints a line each, in order:
            {"id","language","decision","entry","candidates","card","text","milliseconds"}
  --help    shows this text

Exits with 1 and one line on standard error when a line or an argument can't be read.
`

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() })

/** Something the caller can mend; its message is the one line that is printed. */
class UsageError extends Error {
  override name = 'UsageError'
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments()
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const question = positionals.join(' ').trim()
  if (!values.jsonl && !question)
    throw new UsageError('Say what to ask, or use --jsonl. See --help.')
  const { services, retriever } = await buildServices(readConfig(process.env))
  if (values.jsonl) await answerLines(services)
  else
    process.stdout.write(
      `${(await ask(services, question)).replies.map(renderForTerminal).join('\n\n')}\n`,
    )
  await retriever.close()
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { jsonl: { type: 'boolean' }, help: { type: 'boolean' } },
    })
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message} See --help.`, { cause })
  }
}

async function answerLines(services: Services): Promise<void> {
  let number = 0
  for await (const line of createInterface({ input: process.stdin })) {
    number += 1
    if (line.trim() === '') continue
    const { id, text } = parseLine(line, number)
    const begun = performance.now()
    const outcome = await ask(services, text)
    const { decision, candidates = [], conversation } = outcome
    const result = {
      id,
      language: typeof conversation === 'string' ? null : conversation.language,
      decision: decision.kind,
      entry: decision.kind === 'answer' ? decision.entry : null,
      candidates: candidates
        .slice(0, 5)
        .map(({ entry, confidence }) => ({ entry, confidence: Number(confidence.toFixed(4)) })),
      card: decision.kind === 'crisis' ? decision.card : null,
      text: textOf(outcome),
      milliseconds: Number((performance.now() - begun).toFixed(2)),
    }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  }
}

function parseLine(line: string, number: number): z.infer<typeof lineSchema> {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch (cause) {
    throw new UsageError(`Line ${number} is not {"id": ..., "text": "..."}.`, { cause })
  }
}

function ask(services: Services, text: string): Promise<Outcome> {
  return handleMessage(
    {
      updateId: 'ask',
      address: { channel: 'cli', conversation: 'ask' },
      from: { kind: 'user' },
      content: { kind: 'text', text },
      receivedAt: services.now().toISOString(),
    },
    nothingKnown,
    services,
  )
}

function textOf({ replies }: Outcome): string {
  return replies.map(plainText).join('\n\n')
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
