/**
 * Prompts are Markdown files that people can read and mend without the program. Each is checked at
 * start against what the program puts in and takes out of it.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { load } from 'js-yaml'
import { z } from 'zod'

/** What the program knows of a prompt: the values it has, and the shape that it understands. */
export interface PromptDefinition<Input extends string, Output> {
  /** `answer`: the file is `prompts/answer.md`. */
  name: string
  inputs: readonly Input[]
  output: z.ZodType<Output>
}

export interface FilledPrompt {
  name: string
  system: string
  user: string
  /** JSON Schema of the answer, with the descriptions of the file. */
  outputSchema: Record<string, unknown>
}

export interface Prompt<Input extends string = string> {
  name: string
  purpose: string
  /** An example value for each input. */
  samples: Record<Input, string>
  fill(values: Record<Input, string>): FilledPrompt
}

/** A prompt can't be used; the message names the file and says how to mend it. */
export class PromptError extends Error {
  override name = 'PromptError'
}

const inputSchema = z.strictObject({
  about: z.string().min(3),
  /**
   * data: other people's words, put between marks that nobody can guess; word: a value of the
   * program's own, such as the name of a language.
   */
  kind: z.enum(['data', 'word']),
  sample: z.string().min(1),
})

const frontMatterSchema = z.strictObject({
  purpose: z.string().min(10),
  inputs: z.record(z.string().regex(/^[a-z][a-zA-Z]*$/), inputSchema),
  output: z.record(z.string(), z.unknown()),
})

const placeholder = /\{\{\s*(\w+)\s*\}\}/g
const layout =
  /^---\n(?<matter>[\s\S]+?)\n---\n\s*# System\n(?<system>[\s\S]+?)\n# User\n(?<user>[\s\S]+)$/

/** What stands for the call's own mark in the text that explains it. */
const boundaryName = 'boundary'

/**
 * Reads one prompt.
 * @throws PromptError when a placeholder has no input, an input no placeholder, the program other
 * values than the file, or the answer another shape.
 */
export async function loadPrompt<Input extends string, Output>(
  directory: string,
  definition: PromptDefinition<Input, Output>,
): Promise<Prompt<Input>> {
  const { name } = definition
  const fail = (problem: string): never => {
    throw new PromptError(`prompts/${name}.md ${problem}.`)
  }
  const text = await readFile(join(directory, `${name}.md`), 'utf8').catch(() =>
    fail('can not be read; put the file back'),
  )
  const parts = text.replaceAll('\r\n', '\n').match(layout)?.groups
  if (!parts) {
    return fail(
      'has another layout: front matter between two "---", then "# System", then "# User"',
    )
  }
  const { matter = '', system = '', user = '' } = parts
  const parsed = frontMatterSchema.safeParse(readYaml(matter, fail))
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    return fail(`has a front matter that is not right: ${problems.join('; ')}`)
  }
  const { purpose, inputs, output } = parsed.data
  const problem = findProblem({ inputs, output, body: `${system}\n${user}` }, definition)
  if (problem) return fail(problem)

  return {
    name,
    purpose,
    samples: Object.fromEntries(
      Object.entries(inputs).map(([input, { sample }]) => [input, sample]),
    ) as Record<Input, string>,
    fill(values) {
      const boundary = randomBytes(12).toString('hex')
      const filled = (part: string) =>
        part.trim().replace(placeholder, (_, input: string) => {
          if (input === boundaryName) return boundary
          const value = values[input as Input]
          return inputs[input]?.kind === 'data' ? asData(value, boundary) : value
        })
      return { name, system: filled(system), user: filled(user), outputSchema: output }
    },
  }
}

/** The mark is made anew for each call, so no text can hold it. */
function asData(text: string, boundary: string): string {
  return `<data ${boundary}>\n${text}\n</data ${boundary}>`
}

function readYaml(matter: string, fail: (problem: string) => never): unknown {
  try {
    return load(matter)
  } catch (error) {
    return fail(`has a front matter that is no YAML: ${(error as Error).message.split('\n')[0]}`)
  }
}

function findProblem(
  file: {
    inputs: Record<string, { kind: string }>
    output: Record<string, unknown>
    body: string
  },
  definition: PromptDefinition<string, unknown>,
): string | undefined {
  const used = new Set([...file.body.matchAll(placeholder)].map(([, input = '']) => input))
  const named = Object.keys(file.inputs)
  const hasData = Object.values(file.inputs).some(({ kind }) => kind === 'data')
  const missing = [...used].find((input) => input !== boundaryName && !named.includes(input))
  const unused = named.find((input) => !used.has(input))
  const unknown = named.find((input) => !definition.inputs.includes(input))
  const unfilled = definition.inputs.find((input) => !named.includes(input))
  if (missing)
    return `uses {{${missing}}}, which is not among its inputs; add it there or take it out`
  if (unused) return `never uses its input "${unused}"; write {{${unused}}} or take the input away`
  if (unknown) return `has an input "${unknown}" that the program does not fill; take it away`
  if (unfilled) return `lacks the input "${unfilled}", which the program fills; add it`
  if (hasData && !used.has(boundaryName)) {
    return `has inputs of the kind data, but does not explain their mark {{${boundaryName}}}`
  }
  const wanted = withoutDescriptions(z.toJSONSchema(definition.output))
  return isDeepStrictEqual(withoutDescriptions(file.output), wanted)
    ? undefined
    : `asks for another output than the program understands, which is ${JSON.stringify(wanted)}`
}

/** Descriptions are the file's own; the shape is what both have to agree on. */
function withoutDescriptions(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutDescriptions)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== '$schema' && !isDescription(key, value))
      .map(([key, value]) => [key, withoutDescriptions(value)]),
  )
}

const isDescription = (key: string, value: unknown) =>
  key === 'description' && typeof value === 'string'
