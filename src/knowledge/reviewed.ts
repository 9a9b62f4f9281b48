/** `reviewed.yaml`: what the check would report, and a person has looked at and found right. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { load as parseYaml } from 'js-yaml'
import { z } from 'zod'
import { KnowledgeError } from './load.ts'

const reason = z.string().min(10, 'say in a sentence why it may stay')

/** A heading with nothing under it is an empty list. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? [])

const reviewedSchema = z.strictObject({
  /** Looks like a name, private address or number of a person, and is none. */
  privatePersons: listOf(z.strictObject({ text: z.string().min(3), reason })),
  /** Nearly the same question in two entries, which both may answer. */
  sameQuestions: listOf(
    z.strictObject({
      language: z.string(),
      entries: z.tuple([z.string(), z.string()]),
      question: z.string().min(3),
      reason,
    }),
  ),
  /** A question that finds another entry before its own. */
  foundElsewhere: listOf(
    z.strictObject({
      language: z.string(),
      entry: z.string(),
      question: z.string().min(3),
      reason,
    }),
  ),
})
export type Reviewed = z.infer<typeof reviewedSchema>

const file = 'reviewed.yaml'

/** @throws KnowledgeError when the file is missing or not as it should be. */
export async function readReviewed(directory: string): Promise<Reviewed> {
  let document: unknown
  try {
    document = parseYaml(await readFile(join(directory, file), 'utf8')) ?? {}
  } catch (cause) {
    throw new KnowledgeError([{ file, problem: `This can't be read: ${String(cause)}` }])
  }
  const parsed = reviewedSchema.safeParse(document)
  if (parsed.success) return parsed.data
  throw new KnowledgeError(
    parsed.error.issues.map(({ path, message }) => ({
      file,
      problem: `${path.join('.') || 'The file'}: ${message}.`,
    })),
  )
}
