import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port of loopback that nobody uses now: for programs that must know theirs before they start. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('There is no free port.')
  return address.port
}
