/** A program of its own, run for one document: JSON on standard input, a PDF on standard output. */
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** All under the SIL Open Font License; why these: docs/decisions/2026-11-23-agreement-pdf.md. */
const fonts = [
  'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'amiri/400Regular/Amiri_400Regular.ttf',
  'amiri/700Bold/Amiri_700Bold.ttf',
  'noto-sans-ethiopic/400Regular/NotoSansEthiopic_400Regular.ttf',
  'noto-sans-ethiopic/700Bold/NotoSansEthiopic_700Bold.ttf',
  'noto-emoji/400Regular/NotoEmoji_400Regular.ttf',
]

const template = '/agreement.typ'
/** The one of the compiler's ways to report problems that carries whole sentences. */
const diagnosticsInWords = 2

async function readPackageFile(specifier: string): Promise<Uint8Array> {
  return readFile(fileURLToPath(import.meta.resolve(specifier)))
}

async function render(agreement: string): Promise<Uint8Array> {
  const { default: initialise, TypstCompilerBuilder } = await import(
    '@myriaddreamin/typst-ts-web-compiler'
  )
  const wasm = await readPackageFile('@myriaddreamin/typst-ts-web-compiler/wasm')
  await initialise({ module_or_path: wasm })
  const builder = new TypstCompilerBuilder()
  builder.set_dummy_access_model()
  for (const font of fonts) {
    await builder.add_raw_font(await readPackageFile(`@expo-google-fonts/${font}`))
  }
  const compiler = await builder.build()
  compiler.add_source(template, await readFile(new URL('./agreement.typ', import.meta.url), 'utf8'))
  const inputs = [['agreement', agreement]]
  const { result, diagnostics } = compiler.compile(template, inputs, 'pdf', diagnosticsInWords)
  if (result instanceof Uint8Array) return result
  throw new Error(`Typst could not set the agreement: ${diagnostics}`)
}

process.stdout.write(await render(await text(process.stdin)))
