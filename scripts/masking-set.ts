/** Made-up messages, each with what has to be masked in it, and what masking makes of them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { z } from 'zod'
import { loadKnowledge } from '../src/knowledge/load.ts'
import {
  createPublicFacts,
  maskPersonalData,
  type PersonalDataKind,
} from '../src/language/mask-personal-data.ts'

export const personalDataKinds = [
  'name',
  'phone',
  'email',
  'address',
  'file-number',
  'date-of-birth',
  'iban',
] as const satisfies PersonalDataKind[]

export interface MaskingResult {
  language: string
  text: string
  /** What had to be masked, and whether all of it was. */
  expected: { kind: PersonalDataKind; text: string; isMasked: boolean }[]
  /** What was masked without need. */
  alarms: { kind: PersonalDataKind; text: string }[]
}

const folder = join(import.meta.dirname, '..')
const label = /\[(?<kind>[a-z-]+):(?<text>[^\]]+)\]/gu
const setSchema = z.record(z.string(), z.array(z.string()))

export async function runMaskingSet(): Promise<MaskingResult[]> {
  const isPublic = createPublicFacts(await loadKnowledge(join(folder, 'knowledge')))
  const file = join(folder, 'test', 'evaluation', 'masking', 'sentences.yaml')
  const set = setSchema.parse(load(await readFile(file, 'utf8')))
  return Object.entries(set).flatMap(([language, sentences]) =>
    sentences.map((labelled): MaskingResult => {
      const expected = [...labelled.matchAll(label)].map(({ groups }) => ({
        kind: z.enum(personalDataKinds).parse(groups?.kind),
        text: groups?.text ?? '',
      }))
      const text = labelled.replace(label, '$<text>')
      const masked = maskPersonalData(text, language, isPublic)
      const isNeeded = (found: string) =>
        expected.some((one) => one.text.includes(found) || found.includes(one.text))
      return {
        language,
        text,
        expected: expected.map((one) => ({
          ...one,
          isMasked: !masked.text.includes(one.text) && isGone(one.text, masked.text),
        })),
        alarms: masked.found
          .filter((found) => !isNeeded(found.text))
          .map((found) => ({ kind: found.kind, text: found.text })),
      }
    }),
  )
}

/** No word of three letters or figures of it is left. */
function isGone(original: string, masked: string): boolean {
  const words = original.match(/[\p{L}\p{M}\p{N}]{3,}/gu) ?? []
  return words.every(
    (word) => !new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'u').test(masked),
  )
}

export interface KindOfData {
  kind: PersonalDataKind
  labelled: number
  masked: number
  alarms: number
}

export function countMasking(results: readonly MaskingResult[]): KindOfData[] {
  return personalDataKinds.map((kind) => {
    const labelled = results.flatMap(({ expected }) => expected.filter((one) => one.kind === kind))
    return {
      kind,
      labelled: labelled.length,
      masked: labelled.filter(({ isMasked }) => isMasked).length,
      alarms: results.flatMap(({ alarms }) => alarms.filter((one) => one.kind === kind)).length,
    }
  })
}
