/** `npm run prompts:show`: a prompt as the model gets it. */
import { parseArgs } from 'node:util'
import { promptDefinitions, promptsDirectory } from '../src/answering/create-model-uses.ts'
import { loadPrompt, type Prompt } from '../src/answering/prompts.ts'

const help = `Usage: npm run -s prompts:show
       npm run -s prompts:show -- name [--set input=text ...] [--schema]

Without a name: the prompts under prompts/, what each is for and what is put into it.
With a name: that prompt as a model gets it, filled with the samples of the file.

  --set input=text   in place of a sample; may be given for several inputs
  --schema           the JSON Schema of the answer as well
  --help             shows this text

Exits with 1 and one line on standard error when a prompt does not fit the program, or there is none
of this name or input.
`

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      set: { type: 'string', multiple: true, default: [] },
      schema: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const prompts = await Promise.all(
    promptDefinitions.map((definition) =>
      loadPrompt<string, unknown>(promptsDirectory, definition),
    ),
  )
  const [name, ...others] = positionals
  if (others.length > 0) throw new Error('Name one prompt. See --help.')
  if (name === undefined) {
    process.stdout.write(`${prompts.map(summary).join('\n\n')}\n`)
    return
  }
  const prompt = prompts.find((one) => one.name === name)
  if (!prompt) {
    const names = prompts.map((one) => one.name).join(', ')
    throw new Error(`There is no prompt "${name}"; there are ${names}.`)
  }
  const { system, user, outputSchema } = prompt.fill({
    ...prompt.samples,
    ...givenValues(prompt, values.set),
  })
  process.stdout.write(`--- system ---\n${system}\n\n--- user ---\n${user}\n`)
  if (values.schema) {
    process.stdout.write(`\n--- answer ---\n${JSON.stringify(outputSchema, null, 2)}\n`)
  }
}

function givenValues(prompt: Prompt, settings: string[]): Record<string, string> {
  return Object.fromEntries(
    settings.map((setting) => {
      const [input = '', ...text] = setting.split('=')
      if (text.length === 0) throw new Error(`"--set ${setting}" has no "=". See --help.`)
      if (!(input in prompt.samples)) {
        const inputs = Object.keys(prompt.samples).join(', ')
        throw new Error(`The prompt "${prompt.name}" has no input "${input}"; it has ${inputs}.`)
      }
      return [input, text.join('=')]
    }),
  )
}

function summary({ name, purpose, samples }: Prompt): string {
  return `${name}\n  ${purpose}\n  Inputs: ${Object.keys(samples).join(', ')}`
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
