/** Live updates: the server says which case changed, the page fetches it. */
import type { SessionAnswer } from '../wire.ts'
import { get } from './api.ts'
import { loadCases, refreshCase } from './cases.ts'
import { endSession } from './session.ts'
import { state, update } from './state.ts'

const retryMilliseconds = 5_000

let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined

/** Starts when somebody is signed in, stops when nobody is. */
export function followSession(): void {
  if (state.account && !source) connect()
  if (state.account === null) disconnect()
}

function connect(): void {
  clearTimeout(retry)
  void loadCases()
  source = new EventSource('/desk/api/events')
  source.addEventListener('open', () => {
    update({ connected: true })
    // Whatever happened while nobody listened.
    void loadCases()
    if (state.route.kind === 'cases' && state.route.caseId) void refreshCase(state.route.caseId)
  })
  source.addEventListener('case', (event) => {
    void refreshCase(JSON.parse((event as MessageEvent<string>).data).caseId)
  })
  source.addEventListener('error', () => {
    update({ connected: false })
    void checkSession()
    // A browser gives up for good when the answer is not an event stream.
    if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, retryMilliseconds)
  })
}

/** The stream also ends when the session does. */
async function checkSession(): Promise<void> {
  const session = await get<SessionAnswer>('/desk/api/session')
  if (session.ok && !session.body.account && state.account) endSession()
}

function disconnect(): void {
  clearTimeout(retry)
  source?.close()
  source = undefined
}
