import type { IncomingMessage } from 'node:http'
import { attachFiles, parseMultipart } from './files.ts'
import type { Parameters } from './methods.ts'

export interface ApiRequest {
  token: string
  method: string
  given: Parameters
  /** Whether the values came as strings: in the address or in a form. */
  form: boolean
}

/** Reads `/bot<token>/<method>` with a JSON body, a form or a query; `undefined` for other paths. */
export async function readRequest(request: IncomingMessage): Promise<ApiRequest | undefined> {
  const url = new URL(request.url ?? '/', 'http://fake')
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? []
  if (token === undefined || method === undefined) return undefined
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const body = bytes.toString()
  const query = Object.fromEntries(url.searchParams)
  const type = request.headers['content-type'] ?? ''
  if (body === '') return { token, method, given: query, form: true }
  if (type.startsWith('application/json')) {
    const given = JSON.parse(body)
    if (typeof given !== 'object' || given === null || Array.isArray(given)) {
      throw new Error('the body is no JSON object')
    }
    return { token, method, given: { ...query, ...given }, form: false }
  }
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const form = Object.fromEntries(new URLSearchParams(body))
    return { token, method, given: { ...query, ...form }, form: true }
  }
  if (type.startsWith('multipart/form-data')) {
    const form = attachFiles(parseMultipart(bytes, type))
    return { token, method, given: { ...query, ...form }, form: true }
  }
  throw new Error(`a body of type "${type}" is not read by this fake`)
}
