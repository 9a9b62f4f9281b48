/** The connector's HTTP: checks a call, plays what was scripted, answers. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { checkActivity, type PostedActivity } from './checks.ts'
import { keySetOf, type SigningKey } from './keys.ts'
import { createStreamRules, type Verdict } from './streams.ts'

export interface Call {
  method: 'POST' | 'PUT'
  conversation: string
  activity: PostedActivity
  /** Whether the bot's token came along; without credentials there is none. */
  hasToken: boolean
}

export interface PostedMessage {
  id: string
  conversation: string
  activity: Extract<PostedActivity, { type: 'message' }>
  /** What a reader sees of its card. */
  text: string
}

export type ScriptedAnswer =
  /** Nothing special: for failures that come later. */
  | { kind: 'pass' }
  | { kind: 'rate-limit'; retryAfter?: string }
  | { kind: 'error'; status: number; code: string }
  /** 502 with a page instead of JSON, as a proxy in between answers. */
  | { kind: 'proxy-error' }
  /** Never answers. */
  | { kind: 'hang' }
  /** Carries the call out now, and answers when this resolves. */
  | { kind: 'late'; until: Promise<void> }
  /** Closes the connection; `after`: the call was carried out, only its answer is lost. */
  | { kind: 'cut'; when: 'before' | 'after' }

export function createConnectorServer(options: {
  keys: SigningKey[]
  /** What a bot has to send; nothing at all is taken for a bot in development. */
  botToken: string
  violations: string[]
  streamPauseMilliseconds: number
  onChange: () => void
}) {
  const { keys, botToken, violations, onChange } = options
  const calls: Call[] = []
  const messages: PostedMessage[] = []
  const scripted: ScriptedAnswer[] = []
  let lastNumber = 1_700_000_000_000
  const nextId = () => String(++lastNumber)
  const streams = createStreamRules({
    pauseMilliseconds: options.streamPauseMilliseconds,
    nextId,
  })

  function carryOut({ method, conversation, activity }: Call, id: string | undefined): string {
    const messageId = id ?? nextId()
    if (activity.type !== 'message') return messageId
    const text = activity.attachments.flatMap(({ content }) => textsIn(content)).join('\n')
    const message = { id: messageId, conversation, activity, text }
    const index = messages.findIndex((known) => known.id === id)
    if (method === 'PUT' && index < 0) throw new Error('there is no such message to update')
    if (index < 0) messages.push(message)
    else messages[index] = message
    return messageId
  }

  async function serveCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: unknown, headers = {}) => {
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body))
    }
    const fail = (status: number, code: string, headers = {}) =>
      reply(status, { error: { code, message: code } }, headers)
    const refuse = (reason: string) => {
      violations.push(reason)
      fail(400, 'BadArgument')
    }
    const body = await bodyOf(request)
    const [, conversation, id] =
      /^\/de\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(request.url ?? '') ?? []
    const { method } = request
    if (method === 'DELETE' && conversation !== undefined && id !== undefined) {
      const index = messages.findIndex((known) => known.id === id)
      const wasStream = streams.remove(id)
      if (index < 0 && !wasStream) return refuse('there is no such message to delete')
      if (index >= 0) messages.splice(index, 1)
      return reply(200, {})
    }
    if (conversation === undefined || (method !== 'POST' && method !== 'PUT')) {
      return refuse(`${method} ${request.url}: there is no such method`)
    }
    const { authorization } = request.headers
    if (authorization !== undefined && authorization !== `Bearer ${botToken}`) {
      return fail(401, 'Unauthorized')
    }
    let call: Call
    try {
      const decoded = decodeURIComponent(conversation)
      call = {
        method,
        conversation: decoded,
        activity: checkActivity(JSON.parse(body), decoded),
        hasToken: authorization !== undefined,
      }
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error))
    }
    calls.push(call)
    const { activity } = call
    const isStreamed = activity.entities !== undefined
    if (activity.type === 'typing' && !isStreamed) return reply(201, { id: nextId() })
    /** Resolves the call itself; what an ended stream becomes is a message under its number. */
    const perform = (): Verdict => {
      const verdict = streams.take(call.conversation, activity)
      if (!verdict) return { kind: 'taken', id: carryOut(call, id) }
      if (verdict.kind === 'taken') carryOut({ ...call, method: 'POST' }, verdict.id)
      return verdict
    }
    const answerTo = (verdict: Verdict) => {
      switch (verdict.kind) {
        case 'taken': {
          const isLater = activity.entities?.[0]?.streamId !== undefined
          if (isLater) return reply(202, {})
          return reply(method === 'PUT' ? 200 : 201, { id: verdict.id })
        }
        case 'refused':
          return fail(403, 'ContentStreamNotAllowed')
        case 'wrong':
          return refuse(verdict.reason)
        default:
          return verdict satisfies never
      }
    }
    const answer = scripted.shift()
    switch (answer?.kind) {
      case undefined:
      case 'pass':
        return answerTo(perform())
      case 'late': {
        const verdict = perform()
        await answer.until
        return answerTo(verdict)
      }
      case 'rate-limit':
        return fail(429, 'TooManyRequests', {
          ...(answer.retryAfter !== undefined && { 'retry-after': answer.retryAfter }),
        })
      case 'error':
        return fail(answer.status, answer.code)
      case 'proxy-error':
        response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>')
        return
      case 'hang':
        return
      case 'cut':
        if (answer.when === 'after') perform()
        request.socket.destroy()
        return
      default:
        answer satisfies never
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/v1/.well-known/keys') {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(keySetOf(keys)))
      return
    }
    await serveCall(request, response)
  }

  const server = createServer((request, response) => {
    serve(request, response)
      .catch((error: Error) => {
        // A caller that hung up in the middle is no fault of anybody's.
        if (request.complete) violations.push(`the fake failed: ${error.stack}`)
        request.socket.destroy()
      })
      .finally(onChange)
  })
  return {
    server,
    calls,
    messages,
    streams,
    script: (answers: ScriptedAnswer[]) => scripted.push(...answers),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Every text and title within a card, in reading order. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  const { inlines, text, title, ...others } = value as Record<string, unknown>
  if (Array.isArray(inlines)) {
    return [inlines.map((inline) => String((inline as { text: unknown }).text)).join('')]
  }
  if (typeof text === 'string') return [text]
  if (typeof title === 'string') return [title]
  return Object.values(others).flatMap(textsIn)
}
