import { settings } from './settings.ts'

/** An answer that is not a success, or no answer at all (`status` 0). */
export interface Refusal {
  ok: false
  status: number
  code: string
  /** A sentence for the mediator. */
  error: string
}
export type Answer<Body> = { ok: true; body: Body } | Refusal

let formToken = ''

/** The token that the server wants back with every change. */
export function setFormToken(token: string): void {
  formToken = token
}

export function get<Body>(path: string): Promise<Answer<Body>> {
  return ask(path, { method: 'GET' })
}

/** Sends a change. A token that grew old is renewed once. */
export function post<Body>(path: string, body: object = {}): Promise<Answer<Body>> {
  return change(path, 'application/json', JSON.stringify(body))
}

/** Sends a file as it is. */
export function upload<Body>(path: string, file: Blob): Promise<Answer<Body>> {
  return change(path, 'application/octet-stream', file)
}

async function change<Body>(path: string, type: string, body: BodyInit): Promise<Answer<Body>> {
  const answer = await send<Body>(path, type, body)
  if (answer.ok || answer.code !== 'form-expired') return answer
  const session = await get<{ token: string }>('/desk/api/session')
  if (!session.ok) return session
  setFormToken(session.body.token)
  return send(path, type, body)
}

function send<Body>(path: string, type: string, body: BodyInit): Promise<Answer<Body>> {
  return ask(path, {
    method: 'POST',
    headers: { 'content-type': type, 'x-desk-token': formToken },
    body,
  })
}

async function ask<Body>(path: string, request: RequestInit): Promise<Answer<Body>> {
  try {
    const response = await fetch(path, { ...request, credentials: 'same-origin' })
    const body = response.status === 204 ? {} : await response.json()
    if (response.ok) return { ok: true, body: body as Body }
    return {
      ok: false,
      status: response.status,
      code: body.code ?? 'unexpected',
      error: body.code ? body.error : sentence('unexpected'),
    }
  } catch {
    return { ok: false, status: 0, code: 'no-connection', error: sentence('no-connection') }
  }
}

function sentence(code: string): string {
  return settings.texts[`desk.error.${code}`] ?? code
}
