/** As many passages as wanted: the knowledge base's own, then entries put together from their halves. */
import { createRandom } from '../scripts/evaluation-variants.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { EntryId } from '../src/message.ts'
import { buildPassages } from '../src/retrieval/passages.ts'
import type { Passage } from '../src/retrieval/retriever.ts'

/** At least `size` passages, whole entries; the last one brings it over. */
export async function grownPassages(folder: string, size: number): Promise<Passage[]> {
  const { knowledge } = await readKnowledge(folder)
  const own = buildPassages(knowledge)
  const byEntry = [...Map.groupBy(own, ({ entry }) => entry).values()]
  if (byEntry.length === 0) throw new Error(`No entry in ${folder}: name another --knowledge.`)
  const random = createRandom('corpus')
  const grown: Passage[] = []
  for (let round = 0; grown.length < size; round++) {
    const entry = byEntry[round % byEntry.length]!
    const turn = Math.floor(round / byEntry.length)
    const other = byEntry[Math.floor(random() * byEntry.length)]!
    grown.push(...(turn === 0 ? entry : crossed(entry, other, turn, random)))
  }
  return grown
}

/** A new entry: the first half of each text, and the second half of one of the other entry. */
function crossed(
  entry: readonly Passage[],
  other: readonly Passage[],
  turn: number,
  random: () => number,
): Passage[] {
  const partners = Map.groupBy(other, ({ kind, language }) => `${kind} ${language}`)
  const name: EntryId = `${entry[0]!.entry}-${turn}-${Math.floor(random() * 1e9)}`
  return entry.map((passage) => {
    const list = partners.get(`${passage.kind} ${passage.language}`) ?? [passage]
    const partner = list[Math.floor(random() * list.length)]!
    return {
      ...passage,
      id: passage.id.replace(passage.entry, name),
      entry: name,
      text: `${halves(passage.text)[0]} ${halves(partner.text)[1]}`,
    }
  })
}

function halves(text: string): [string, string] {
  const words = text.split(' ')
  const middle = Math.ceil(words.length / 2)
  return [words.slice(0, middle).join(' '), words.slice(middle).join(' ')]
}
