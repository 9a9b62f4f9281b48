/**
 * A strict stand-in for Telegram's Bot API on loopback. It knows the methods that Lotse calls, checks
 * every parameter, and can be told to fail as Telegram does. What it finds wrong it answers with 400
 * and keeps as a violation; `close()` rejects when there was one, so no test can overlook it.
 *
 *     const telegram = await startFakeTelegram()
 *     const channel = createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot, ... })
 *     await telegram.receiveText({ id: 7 }, 'Kaution')
 *     const [answer] = await telegram.waitForMessages(1)
 *     await telegram.close()
 *
 * methods.ts  which methods and parameters there are     html.ts    Telegram's HTML, read strictly
 * bot.ts      what the methods do                        server.ts  the HTTP around them
 * updates.ts  updates as Telegram sends them             failure.ts what can be scripted
 * files.ts    files that a call uploads                  forum.ts   topics of a group
 * group.ts    a group as a test plays it
 */
import type { AddressInfo } from 'node:net'
import { createWaiting } from '../waiting.ts'
import { createFakeBot, type SentMessage, type Webhook } from './bot.ts'
import { ApiFailure, type ScriptedAnswer } from './failure.ts'
import { createFakeGroup, type FakeGroup } from './group.ts'
import { type Call, createApiServer } from './server.ts'
import { createUpdateFactory, type Sender, type Update, type UpdateFactory } from './updates.ts'

export type { SentMessage, Webhook } from './bot.ts'
export type { ScriptedAnswer } from './failure.ts'
export { anonymousAdministrator, type FakeGroup } from './group.ts'
export type { Call } from './server.ts'
export type { Sender, Update } from './updates.ts'

export interface FakeTelegram {
  apiRoot: string
  token: string
  /** Calls with valid parameters, in order, those that were made to fail among them. */
  calls: Call[]
  /** Messages that reached their chat. */
  messages: SentMessage[]
  /** Makes updates without delivering them. */
  updates: UpdateFactory
  readonly webhook: Webhook | undefined
  /** The next call of the method is answered so; several answers are used up in order. */
  answerNext(method: string, ...answers: ScriptedAnswer[]): void
  /** From now on nothing reaches this chat. */
  block(chatId: number): void
  /**
   * Delivers an update: posted to the webhook, and then the status is returned, or queued for
   * getUpdates.
   */
  receive(update: Update): Promise<number | undefined>
  receiveText(sender: Sender, text: string): Promise<number | undefined>
  /** Presses a button; the data may be anything, also what was never sent. */
  pressButton(sender: Sender, data: string): Promise<number | undefined>
  /** What somebody has uploaded to Telegram; resolves to its `file_id`. */
  addFile(bytes: Uint8Array): string
  /** A group with topics in which the bot is an administrator. */
  addGroup(id: number): FakeGroup
  waitForMessages(count: number): Promise<SentMessage[]>
  waitForCalls(method: string, count: number): Promise<Call[]>
  /** Returns the violations so far and forgets them. */
  takeViolations(): string[]
  /** Ends all connections. @throws Error that lists the violations. */
  close(): Promise<void>
}

/** Starts a fake on a free port of loopback, or on the one given. */
export async function startFakeTelegram(
  options: { token?: string; port?: number; onMessage?: (message: SentMessage) => void } = {},
): Promise<FakeTelegram> {
  const { token = '1234567:fake-token_for-tests', port = 0, onMessage } = options
  const calls: Call[] = []
  const violations: string[] = []
  const scripted = new Map<string, ScriptedAnswer[]>()
  const waiting = createWaiting(() => {
    const wrong = violations.length > 0 ? `; violations: ${violations.join('; ')}` : ''
    return `calls so far: ${calls.map((call) => call.method).join(', ') || 'none'}${wrong}`
  })

  function violate(description: string): never {
    violations.push(description)
    throw new ApiFailure(400, `Bad Request: ${description}`)
  }

  function lookAgain(): void {
    waiting.look()
  }

  const bot = createFakeBot(violate, onMessage)
  const updates = createUpdateFactory()
  const server = createApiServer({
    token,
    behaviours: bot.behaviours,
    files: bot.files,
    violate,
    takeScripted: (method) => scripted.get(method)?.shift(),
    onCall(call) {
      calls.push(call)
      lookAgain()
    },
    onAnswered: lookAgain,
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))

  async function receive(update: Update): Promise<number | undefined> {
    if (!bot.wants(update)) return undefined
    if (bot.webhook) return post(bot.webhook, update)
    bot.enqueue(update)
    return undefined
  }

  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    calls,
    messages: bot.messages,
    updates,
    get webhook() {
      return bot.webhook
    },
    answerNext(method, ...answers) {
      scripted.set(method, [...(scripted.get(method) ?? []), ...answers])
    },
    block: bot.block,
    receive,
    receiveText: (sender, text) => receive(updates.text(sender, text)),
    pressButton: (sender, data) =>
      receive(updates.callbackQuery(sender, data, bot.openCallbackQuery())),
    addFile(bytes) {
      const id = `files/${bot.files.size + 1}`
      bot.files.set(id, bytes)
      return id
    },
    addGroup: (id) =>
      createFakeGroup({
        state: bot.forum.addGroup(id),
        messages: bot.messages,
        updates,
        nextMessageId: bot.nextMessageId,
        openCallbackQuery: bot.openCallbackQuery,
        deliver: receive,
        deleteTopic: bot.forum.deleteTopic,
      }),
    waitForMessages: (count) =>
      waiting.until(
        () => (bot.messages.length >= count ? bot.messages : undefined),
        `${count} messages`,
      ),
    waitForCalls: (method, count) =>
      waiting.until(() => {
        const found = calls.filter((call) => call.method === method)
        return found.length >= count ? found : undefined
      }, `${count} calls of ${method}`),
    takeViolations: () => violations.splice(0),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (violations.length > 0) {
        throw new Error(`Telegram would have refused:\n${violations.join('\n')}`)
      }
    },
  }
}

/** Posts an update as Telegram does, and returns the status. */
async function post(webhook: Webhook, update: Update): Promise<number> {
  const response = await fetch(webhook.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(webhook.secretToken && { 'x-telegram-bot-api-secret-token': webhook.secretToken }),
    },
    body: JSON.stringify(update),
  })
  await response.arrayBuffer()
  return response.status
}
