/** Pages and questions to measure retrieval with, in the format of OMoS-QA as JSON lines. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Passage } from '../src/retrieval/retriever.ts'

export const evaluationLanguages = ['de', 'en', 'fr', 'ar', 'uk'] as const
export type EvaluationLanguage = (typeof evaluationLanguages)[number]

const byLanguage = z.object(
  Object.fromEntries(evaluationLanguages.map((language) => [language, z.string()])) as Record<
    EvaluationLanguage,
    z.ZodString
  >,
)

const pageSchema = z.object({
  page: z.string(),
  city: z.string(),
  /** Near-duplicates share one. */
  group: z.string(),
  title: byLanguage,
  text: byLanguage,
})
export type Page = z.infer<typeof pageSchema>

const questionSchema = z.object({
  id: z.union([z.number(), z.string()]),
  split: z.string(),
  page: z.string(),
  group: z.string(),
  answerable: z.boolean(),
  /** Numbers of the lines that answer, from 0. */
  answers: z.array(z.number().int()).default([]),
  question: byLanguage,
})
export type Question = z.infer<typeof questionSchema>

export const readPages = (file: string): Promise<Page[]> => readLines(file, pageSchema)
export const readQuestions = (file: string): Promise<Question[]> => readLines(file, questionSchema)

/** @throws Error that names the file and the line that is not as expected. */
async function readLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, number) => {
    if (line.trim() === '') return []
    try {
      return [schema.parse(JSON.parse(line))]
    } catch (cause) {
      throw new Error(`${file}, line ${number + 1} is not as the evaluation's README says.`, {
        cause,
      })
    }
  })
}

/** Characters; lines are joined up to this into one paragraph. */
const paragraphLength = 400

/** A page as an entry of the knowledge base: its title, and its lines in paragraphs. */
export function passagesOfPage(page: Page, language: EvaluationLanguage): Passage[] {
  const paragraphs: string[] = []
  let current = ''
  for (const line of page.text[language].split('\n')) {
    if (current && current.length + line.length > paragraphLength) {
      paragraphs.push(current)
      current = ''
    }
    current = current ? `${current}\n${line}` : line
  }
  if (current.trim()) paragraphs.push(current)
  const shared = { entry: page.page, language, audience: [] }
  return [
    { ...shared, id: `${page.page}#${language}/title`, kind: 'title', text: page.title[language] },
    ...paragraphs.map(
      (text, number): Passage => ({
        ...shared,
        id: `${page.page}#${language}/text/${number + 1}`,
        kind: 'section',
        text,
      }),
    ),
  ]
}
