/** To whom a case can be handed over: who acted in the group and is still there, and the web desk. */
import type { Store } from '../../../storage/store.ts'
import type { Members } from './members.ts'
import { accountPrefix } from './read-update.ts'

/** As many buttons as a phone shows without much scrolling. */
const most = 20

export interface Colleague {
  account: string
  name: string
}

export function createColleagues(options: {
  store: Pick<Store, 'listActors' | 'listAccounts'>
  members: Members
}): () => Promise<Colleague[]> {
  const { store, members } = options
  return async () => {
    const [actors, accounts] = await Promise.all([
      store.listActors(accountPrefix),
      store.listAccounts(),
    ])
    // Whom the user agreed to is for the web desk to show; here only our own are offered.
    const own = accounts.filter(({ organisation }) => organisation === undefined)
    const here: Colleague[] = []
    for (const actor of actors.slice(0, most)) {
      if (await members.has(Number(actor.account.slice(accountPrefix.length)))) here.push(actor)
    }
    return [...here, ...own.map(({ id, name }) => ({ account: id, name }))]
  }
}

/** By name, folded to small letters. */
export function findByName(colleagues: Colleague[], name: string): Colleague | undefined {
  const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase()
  return colleagues.find((one) => fold(one.name) === fold(name))
}

export function offered(colleagues: Colleague[], holder: string | undefined): Colleague[] {
  return colleagues.filter(({ account }) => account !== holder).slice(0, most)
}
