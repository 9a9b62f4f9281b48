import type { WebHistory, WebInterface, WebPost } from '../protocol.ts'

export type Answer =
  | { kind: 'accepted' }
  /** No network, or the server is unwell: worth another try. */
  | { kind: 'unreachable' }
  | { kind: 'refused'; problem?: string }

const longestWaitMilliseconds = 15_000

export async function postMessage(post: WebPost): Promise<Answer> {
  try {
    const response = await request('/chat/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(post),
    })
    if (response.ok) return { kind: 'accepted' }
    if (response.status >= 500) return { kind: 'unreachable' }
    const { error } = (await response.json()) as { error?: string }
    // Other refusals are sentences for developers.
    return response.status === 429 && error
      ? { kind: 'refused', problem: error }
      : { kind: 'refused' }
  } catch {
    return { kind: 'unreachable' }
  }
}

/** @throws when the server can't be reached. */
export async function readHistory(): Promise<WebHistory> {
  return read('/chat/history')
}

/** @throws when the server can't be reached. */
export async function readInterface(language: string): Promise<WebInterface> {
  return read(`/chat/interface?language=${encodeURIComponent(language)}`)
}

async function read<Result>(path: string): Promise<Result> {
  const response = await request(path)
  if (!response.ok) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as Result
}

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), longestWaitMilliseconds)
  try {
    return await fetch(path, { ...init, signal: abort.signal })
  } finally {
    clearTimeout(timer)
  }
}
