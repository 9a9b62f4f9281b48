/** From a postal code or a town in any spelling to a municipality of the state. */
import { distance } from 'fastest-levenshtein'
import type { Knowledge, Municipality } from '../knowledge/schema.ts'
import { buildPlaceIndex, isUnmistakable, type PlaceIndex } from './place-index.ts'
import {
  articles,
  elsewhere,
  foldName,
  inWords,
  nearWords,
  titles,
  townWords,
} from './place-words.ts'
import type { PlaceFinder } from './referral.ts'

const postalCode = /(?<!\d)\d{5}(?!\d| euro?\b)/
/** A Turkish ending behind an apostrophe: "Halle'de" is "in Halle". */
const turkishEnding = /(\p{L}{4,})['’ʼ](?=(?:[dt][ae]|y[ae]|n[ıiuü]n|l[ıi])\p{L}{0,4}(?!\p{L}))/gu
/** "in" in scripts that have patterns in `names.yaml`: a bare answer is read as if it stood there. */
const inOtherScripts = ['', 'في', 'в', 'در', 'ኣብ']
/** More words than these are a sentence, in which an ordinary word is no town. */
const mostWordsOfPlace = 3
/** "Hallo" is no misspelt "Halle". */
const shortestMisspelt = 6

export function createPlaceFinder(
  knowledge: Pick<Knowledge, 'municipalities' | 'postalPlaces' | 'placeNames'>,
): PlaceFinder {
  const index = buildPlaceIndex(knowledge)

  function find(text: string): Municipality[] {
    const folded = foldName(text)
    if (!folded) return []
    const words = folded.split(' ')
    const code = postalCodeIn(folded)
    if (code) return narrow([...(index.byCode.get(code) ?? [])], words)
    const exact = byExactName(index, folded)
    if (exact.length > 0) return exact
    for (const before of inOtherScripts) {
      const found = index.byOtherScript(`${before} ${text}`)
      if (found.length > 0) return found
    }
    const named = words.length <= mostWordsOfPlace ? townsNamedIn(words) : []
    if (named.length > 0) return named
    const inside = mentioned(text)
    if (inside) return [inside]
    const tail = words.slice(words.findLastIndex((word) => inWords.has(word)) + 1).join(' ')
    const behindIn = tail === folded ? [] : byExactName(index, tail)
    return behindIn.length > 0 ? behindIn : bySimilarName(index, folded)
  }

  function mentioned(text: string): Municipality | undefined {
    const prepared = text.replace(turkishEnding, ' in $1 ').replaceAll('€', ' euro ')
    const words = foldName(prepared).split(' ')
    const code = postalCode.exec(words.join(' '))?.[0]
    const [only, ...others] = code ? narrow([...(index.byCode.get(code) ?? [])], words) : []
    if (only && others.length === 0) return only
    const towns = [...strongest(mentionsIn(index, words)), ...index.byOtherScript(text)]
    const [town, ...more] = new Set(towns)
    return more.length === 0 ? town : undefined
  }

  /** "39291 Möckern": of the places with that code the one that is named too. */
  function narrow(candidates: Municipality[], words: string[]): Municipality[] {
    if (candidates.length < 2) return candidates
    const named = new Set(mentionsIn(index, words, true).map(({ municipality }) => municipality))
    const both = candidates.filter((candidate) => named.has(candidate))
    return both.length > 0 ? both : candidates
  }

  /** "Halle Neustadt", "Stadt Burg"; of "Burg bei Magdeburg" only the first. */
  function townsNamedIn(words: string[]): Municipality[] {
    const mentions = mentionsIn(index, words, true)
    const own = mentions.filter(({ weight }) => weight > weights.near)
    const towns = (own.length > 0 ? own : mentions).map(({ municipality }) => municipality)
    return [...new Set(towns)]
  }

  return { find, mentioned }
}

interface Mention {
  municipality: Municipality
  /** How surely it is where the person lives; see `weights`. */
  weight: number
}

/** "in der Nähe von Halle", "near to Halle". */
const isOf = /^(von|to|of|de)$/
const weights = { in: 3, named: 2, near: 1 }

/** Towns by name, longest names first. `everyName`: also names that are ordinary words. */
function mentionsIn(index: PlaceIndex, words: string[], everyName = false): Mention[] {
  const mentions: Mention[] = []
  for (let start = 0; start < words.length; start++) {
    const town = townAt(index, words, start)
    if (!town) continue
    const [municipality, ...others] = town.municipalities
    const isClear = everyName || town.isClear
    const weight = weightOf(index, words, start, start + town.length, isClear)
    if (municipality && weight > 0 && others.length === 0) mentions.push({ municipality, weight })
    start += town.length - 1
  }
  return mentions
}

function townAt(
  { byName, byInflectedName, wordsFrom }: PlaceIndex,
  words: string[],
  start: number,
) {
  const first = words[start] ?? ''
  for (let length = wordsFrom.get(first) ?? 0; length > 0; length--) {
    const name = words.slice(start, start + length).join(' ')
    const municipalities = byName.get(name)
    if (municipalities) {
      return { length: name.split(' ').length, municipalities, isClear: isUnmistakable(name) }
    }
  }
  const inflected = byInflectedName.get(first)
  return inflected && { length: 1, municipalities: new Set([inflected]), isClear: true }
}

/** @param isClear the name alone says that a town is meant. 0: it is none. */
function weightOf(
  { byName }: PlaceIndex,
  words: string[],
  start: number,
  end: number,
  isClear: boolean,
): number {
  const before = words[start - 1] ?? ''
  const after = words[end] ?? ''
  const isNumberedHall = !isClear && /^\d{1,2}$/.test(after)
  if (titles.has(before) || isNumberedHall) return 0
  if (inWords.has(before)) return weights.in
  const isNear =
    nearWords.has(before) || (nearWords.has(words[start - 2] ?? '') && isOf.test(before))
  if (isNear) return weights.near
  if (townWords.has(before) || isClear) return weights.named
  const isNearTown = nearWords.has(after) && byName.has(words[end + 1] ?? '')
  return isNearTown && !articles.has(before) ? weights.named : 0
}

/** "I live in Merseburg, near Halle": Merseburg. Two towns named alike: both. */
function strongest(mentions: Mention[]): Municipality[] {
  const best = Math.max(...mentions.map(({ weight }) => weight))
  return mentions.filter(({ weight }) => weight === best).map(({ municipality }) => municipality)
}

function byExactName({ byName, byPartName }: PlaceIndex, folded: string): Municipality[] {
  return [...new Set([...(byName.get(folded) ?? []), ...(byPartName.get(folded) ?? [])])]
}

/** One letter wrong in a short name, two in a long one. */
function bySimilarName({ byName }: PlaceIndex, folded: string): Municipality[] {
  if (folded.length < shortestMisspelt || elsewhere.has(folded)) return []
  const allowed = folded.length < 8 ? 1 : 2
  let best = allowed
  let found: Municipality[] = []
  for (const [name, candidates] of byName) {
    if (Math.abs(name.length - folded.length) > best) continue
    const difference = distance(folded, name)
    if (difference > best) continue
    found = difference < best ? [...candidates] : [...found, ...candidates]
    best = difference
  }
  return [...new Set(found)]
}

/** The postal code in a text that is a place; a leading zero is often left out. */
function postalCodeIn(folded: string): string | undefined {
  return /^\d{4}$/.test(folded) ? `0${folded}` : postalCode.exec(folded)?.[0]
}
