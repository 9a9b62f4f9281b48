/** The HTTP of both providers: reads a call, checks it, plays what was scripted. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ZodError } from 'zod'
import { type ModelCall, Violation } from './call.ts'
import { answerOllama, readOllamaCall } from './ollama.ts'
import { answerOpenAi, readOpenAiCall } from './openai.ts'
import type { ScriptedAnswer } from './script.ts'

type Protocol = ModelCall['protocol']

const protocols: Record<string, Protocol> = {
  '/v1/chat/completions': 'openai',
  '/api/chat': 'ollama',
}

interface ServerOptions {
  model: string
  key: string
  take(call: ModelCall): ScriptedAnswer | undefined
  onViolation(violation: string): void
}

export function createProviderServer({ model, key, take, onViolation }: ServerOptions): Server {
  return createServer((request, response) => {
    const protocol = protocols[request.url ?? '']
    serve(request, response, protocol).catch((error: Error) => {
      // A caller that hung up in the middle is no fault of anybody's.
      if (!request.complete || response.destroyed) return
      onViolation(`${protocol ?? request.url}: ${explain(error)}`)
      fail(response, protocol, 400, explain(error))
    })
  })

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    protocol: Protocol | undefined,
  ): Promise<void> {
    if (!protocol || request.method !== 'POST') {
      throw new Violation(`${request.method} ${request.url} is no address of the provider`)
    }
    if (!request.headers['content-type']?.startsWith('application/json')) {
      throw new Violation(`content-type is ${request.headers['content-type']}`)
    }
    if (request.headers.authorization !== `Bearer ${key}`) {
      return fail(response, protocol, 401, 'Incorrect API key provided.')
    }
    const body: unknown = JSON.parse(await textOf(request))
    const call = protocol === 'openai' ? readOpenAiCall(body, model) : readOllamaCall(body, model)
    const answer = take(call)
    if (!answer) throw new Violation(`nobody scripted this call: ${call.user.slice(0, 80)}`)
    play(call, answer, response)
  }

  function play(call: ModelCall, answer: ScriptedAnswer, response: ServerResponse): void {
    switch (answer.kind) {
      case 'hang':
        return
      case 'error':
        if (answer.retryAfter) response.setHeader('retry-after', answer.retryAfter)
        fail(response, call.protocol, answer.status, answer.message ?? 'scripted')
        return
      case 'redirect':
        response.writeHead(307, { location: answer.to }).end()
        return
      case 'not-json':
        response.writeHead(200, { 'content-type': 'application/json' }).end('<h1>OK</h1>\n')
        return
      case 'refusal':
      case 'filtered':
        if (call.protocol === 'ollama') throw new Violation(`Ollama has no "${answer.kind}"`)
        answerOpenAi(call, answer, model, response)
        return
      case 'json':
      case 'text':
      case 'cut':
      case 'half':
        if (call.protocol === 'openai') answerOpenAi(call, answer, model, response)
        else answerOllama(answer, model, response)
        return
      default:
        answer satisfies never
    }
  }
}

/** An error as the protocol words it. */
function fail(
  response: ServerResponse,
  protocol: Protocol | undefined,
  status: number,
  message: string,
): void {
  const body =
    protocol === 'ollama'
      ? { error: message }
      : { error: { message, type: 'invalid_request_error', param: null, code: null } }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function explain(error: Error): string {
  return error instanceof ZodError
    ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
    : error.message
}
