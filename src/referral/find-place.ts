/** From a postal code or a town in any spelling to a municipality of the state. */
import { distance } from 'fastest-levenshtein'
import type { Knowledge, Municipality } from '../knowledge/schema.ts'
import { normalizeForMatching } from '../language/normalize-text.ts'
import { compileWordPattern, foldForPatterns } from '../language/word-pattern.ts'
import { kilometresBetween } from './distance.ts'
import type { PlaceFinder } from './referral.ts'

const postalCode = /(?<!\d)\d{5}(?!\d)/
/** A shorter name ("Burg", "Calbe", "Halle") counts inside a text only after such a word. */
const unmistakableLength = 7
const beforePlaces = new Set(
  'in im aus bei nach um near from at en a à de depuis w z we do na v у в із з з-під из под около din la în nga ne me li ji ka ku em em-no'.split(
    ' ',
  ),
)

export function createPlaceFinder(
  knowledge: Pick<Knowledge, 'municipalities' | 'postalPlaces' | 'placeNames'>,
): PlaceFinder {
  const municipalities = [...knowledge.municipalities.values()]
  const byName = new Map<string, Set<Municipality>>()
  const byPartName = new Map<string, Set<Municipality>>()
  const byCode = new Map<string, Set<Municipality>>()

  for (const municipality of municipalities) {
    for (const name of spellings(municipality.name)) add(byName, name, municipality)
  }
  for (const { place, postalCode: code, ...position } of knowledge.postalPlaces) {
    const municipality = municipalityOf(place, position)
    if (!municipality) continue
    add(byCode, code, municipality)
    for (const name of spellings(place)) add(byPartName, name, municipality)
  }
  const otherScripts = knowledge.placeNames.flatMap(({ municipality: key, names }) => {
    const municipality = knowledge.municipalities.get(key)
    return municipality
      ? names.map((name) => ({ municipality, pattern: compileWordPattern(name, 'ar') }))
      : []
  })

  /**
   * A part of a town belongs to the municipality of its name; otherwise to the nearest one of its
   * district, which can be wrong at the edges: the answer always names the municipality.
   */
  function municipalityOf(
    place: string,
    position: { district: string; latitude: number; longitude: number },
  ): Municipality | undefined {
    const inDistrict = municipalities.filter(({ district }) => district === position.district)
    const folded = fold(place)
    const [nearest] = inDistrict.toSorted(
      (one, other) => kilometresBetween(one, position) - kilometresBetween(other, position),
    )
    return inDistrict.find(({ name }) => spellings(name).includes(folded)) ?? nearest
  }

  function byExactName(folded: string): Municipality[] {
    return [...(byName.get(folded) ?? byPartName.get(folded) ?? [])]
  }

  function byOtherScript(text: string): Municipality[] {
    const folded = foldForPatterns(text)
    return otherScripts
      .filter(({ pattern }) => pattern.test(folded))
      .map(({ municipality }) => municipality)
  }

  /** One letter wrong in a short name, two in a long one. */
  function bySimilarName(folded: string): Municipality[] {
    if (folded.length < 5) return []
    const allowed = folded.length < 8 ? 1 : 2
    let best = allowed
    let found: Municipality[] = []
    for (const [name, candidates] of byName) {
      const difference = distance(folded, name)
      if (difference > best) continue
      found = difference < best ? [...candidates] : [...found, ...candidates]
      best = difference
    }
    return [...new Set(found)]
  }

  return {
    find(text) {
      const code = postalCode.exec(text)?.[0]
      if (code) return [...(byCode.get(code) ?? [])]
      const folded = fold(text)
      if (!folded) return []
      const exact = byExactName(folded)
      if (exact.length > 0) return exact
      const foreign = byOtherScript(text)
      if (foreign.length > 0) return [...new Set(foreign)]
      const mentioned = this.mentioned(text)
      return mentioned ? [mentioned] : bySimilarName(folded)
    },

    mentioned(text) {
      const code = postalCode.exec(text)?.[0]
      const [only, ...others] = code ? (byCode.get(code) ?? []) : []
      if (only && others.length === 0) return only
      const words = fold(text).split(' ')
      for (const length of [3, 2, 1]) {
        for (let start = 0; start + length <= words.length; start++) {
          const name = words.slice(start, start + length).join(' ')
          const [match, ...more] = byName.get(name) ?? []
          const isClear =
            name.length >= unmistakableLength || beforePlaces.has(words[start - 1] ?? '')
          if (match && more.length === 0 && isClear) return match
        }
      }
      const [foreign, ...more] = new Set(byOtherScript(text))
      return more.length === 0 ? foreign : undefined
    },
  }
}

function add(index: Map<string, Set<Municipality>>, name: string, municipality: Municipality) {
  const known = index.get(name)
  if (known) known.add(municipality)
  else index.set(name, new Set([municipality]))
}

/** "Köthen (Anhalt)": as it stands, "kothen", "koethen"; "Lutherstadt Wittenberg": also "wittenberg". */
function spellings(name: string): string[] {
  const bare = name.replace(/\s*[(/].*$/, '')
  const withoutTitle = bare.replace(/^(Lutherstadt|Hansestadt|Bad)\s+/, '')
  const halves = bare.includes('-') ? bare.split('-') : []
  const all = [name, bare, withoutTitle, ...halves.filter((half) => half.length > 4)]
  return [...new Set(all.map(fold))]
}

/** Small letters, no accents, ae/oe/ue as ä/ö/ü. */
function fold(text: string): string {
  return normalizeForMatching(text).replace(/([aou])e/g, '$1')
}
