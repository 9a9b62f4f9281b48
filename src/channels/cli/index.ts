/** A conversation in the terminal: one line is one message, a number presses a button. */
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Button } from '../../message.ts'
import type { Channel } from '../channel.ts'
import { parseLine } from './inbound.ts'
import { renderForTerminal } from './markup.ts'
import { writeMessage } from './outbound.ts'

const address = { channel: 'cli', conversation: 'terminal' } as const

export function createCliChannel(options: {
  input: Readable
  output: Writable
  /** Called when the input ends. */
  onEnd: () => void
}): Channel {
  const lines = createInterface({ input: options.input })
  let buttons: Button[] = []
  return {
    name: 'cli',
    async start(accept) {
      lines.on('line', (line) => {
        void accept({
          updateId: randomUUID(),
          address,
          from: { kind: 'user' },
          content: parseLine(line, buttons),
          receivedAt: new Date().toISOString(),
        })
      })
      lines.on('close', options.onEnd)
    },
    async send(_to, message) {
      buttons = message.buttons.flat()
      await writeMessage(options.output, renderForTerminal(message))
      return { kind: 'delivered' }
    },
    async stop() {
      lines.close()
    },
  }
}
