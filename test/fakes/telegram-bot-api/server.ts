/** The Bot API's HTTP: reads a call, checks it, plays what was scripted, answers. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Behaviour, CallContext } from './bot.ts'
import { ApiFailure, BrokenAnswer, type ScriptedAnswer } from './failure.ts'
import { checkParameters, methods, type Parameters } from './methods.ts'
import { type ApiRequest, readRequest } from './request.ts'

export interface Call {
  method: string
  parameters: Parameters
}

interface ServerOptions {
  token: string
  behaviours: Record<string, Behaviour>
  /** The answer that a test wants to this call. */
  takeScripted(method: string): ScriptedAnswer | undefined
  violate(description: string): never
  /** What people sent to the bot, by its path. */
  files: Map<string, Uint8Array>
  onCall(call: Call): void
  onAnswered(): void
}

export function createApiServer(options: ServerOptions): Server {
  const { token, behaviours, takeScripted, violate, files, onCall, onAnswered } = options

  async function carryOut(request: ApiRequest, context: CallContext): Promise<unknown> {
    const { method } = request
    if (request.token !== token) throw new ApiFailure(401, 'Unauthorized')
    const behaviour = behaviours[method]
    if (!behaviour || !methods[method]) return violate(`${method}: the fake has no such method`)
    const parameters = checked(request)
    onCall({ method, parameters })
    const answer = takeScripted(method)
    switch (answer?.kind) {
      case undefined:
      case 'pass':
        return behaviour(parameters, context)
      case 'rate-limit':
        throw new ApiFailure(429, `Too Many Requests: retry after ${answer.retryAfter}`, {
          retry_after: answer.retryAfter,
        })
      case 'error':
        throw new ApiFailure(answer.code, answer.description)
      case 'cut':
        if (answer.when === 'after') await behaviour(parameters, context)
        throw new BrokenAnswer('cut')
      case 'hang':
      case 'proxy-error':
        throw new BrokenAnswer(answer.kind)
      default:
        return answer satisfies never
    }
  }

  function checked({ method, given, form }: ApiRequest): Parameters {
    try {
      return checkParameters(method, given, form)
    } catch (error) {
      return violate(`${method}: ${error instanceof Error ? error.message : error}`)
    }
  }

  /** Another address than a call's, of which the path comes from getFile. */
  function sentFile(path: string): Uint8Array | undefined {
    const prefix = `/file/bot${token}/`
    return path.startsWith(prefix) ? files.get(path.slice(prefix.length)) : undefined
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    try {
      const file = sentFile(request.url ?? '')
      if (file) {
        response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file)
        return
      }
      const call = await readRequest(request).catch((error: Error) => {
        if (request.complete) violate(error.message)
        throw error
      })
      if (call === undefined) throw new ApiFailure(404, 'Not Found')
      const onDisconnect = (listener: () => void) => void response.on('close', listener)
      reply(200, { ok: true, result: await carryOut(call, { onDisconnect }) })
    } catch (error) {
      if (error instanceof ApiFailure) {
        const { code, message: description, parameters } = error
        reply(code, { ok: false, error_code: code, description, ...(parameters && { parameters }) })
      } else if (error instanceof BrokenAnswer) breakOff(error.kind, request, response)
      else throw error
    } finally {
      onAnswered()
    }
  }

  return createServer((request, response) => {
    serve(request, response)
      // A caller that hung up in the middle is no fault of anybody's.
      .catch((error: Error) => request.complete && violate(`the fake failed: ${error.stack}`))
      .catch(() => request.socket.destroy())
  })
}

function breakOff(kind: BrokenAnswer['kind'], request: IncomingMessage, response: ServerResponse) {
  switch (kind) {
    case 'cut':
      request.socket.destroy()
      return
    case 'proxy-error':
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>502 Bad Gateway</h1>')
      return
    case 'hang':
      return
    default:
      kind satisfies never
  }
}
