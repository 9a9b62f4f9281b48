/** An agreement as PDF. Typst and its fonts are loaded for the document and leave with it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { cleanText } from '../../message-text.ts'
import type { Agreement, AgreementText } from './agreement.ts'

const program = fileURLToPath(new URL('./render-program.ts', import.meta.url))
/** A page takes less than a second; only a machine in trouble takes this long. */
const longestMilliseconds = 60_000

/**
 * A tagged PDF (A4) with its fonts, its language and its title inside, for any of the languages that
 * the assistant speaks. Made by a process of its own: nobody's message waits for it, and of the
 * memory that it took nothing stays.
 * @throws AgreementRenderingError when it can't be made; the text of the agreement is still there.
 */
export async function renderAgreement(agreement: Agreement): Promise<Uint8Array> {
  // The environment holds the program's secrets; setting a page needs none of them.
  const child = spawn(process.execPath, [program], { env: {}, timeout: longestMilliseconds })
  // A child that ended before it had read everything says why elsewhere.
  child.stdin.on('error', () => undefined)
  child.stdin.end(JSON.stringify(toData(agreement)))
  try {
    const [pdf, problem, [code, signal]] = await Promise.all([
      buffer(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ])
    if (code === 0 && pdf.byteLength > 0) return pdf
    throw new Error(signal ? `ended by ${signal}` : problem.trim())
  } catch (error) {
    throw new AgreementRenderingError({ cause: error })
  }
}

export class AgreementRenderingError extends Error {
  override name = 'AgreementRenderingError'

  constructor(options: { cause: unknown }) {
    const reason = options.cause instanceof Error ? options.cause.message : String(options.cause)
    super(`The agreement could not be made into a PDF (${reason}); send its text alone.`, options)
  }
}

function toData(agreement: Agreement) {
  const { introduction, facts = [], notes = [], original, agreedAt } = agreement
  const shown = (written: string) => showText(written, agreement.direction)
  return {
    ...textData(agreement),
    ...(introduction && { introduction: shown(introduction) }),
    facts: facts.map((fact) => ({ label: shown(fact.label), text: shown(fact.text) })),
    notes: notes.map(shown),
    ...(original && { original: textData(original) }),
    agreedOn: {
      year: agreedAt.getUTCFullYear(),
      month: agreedAt.getUTCMonth() + 1,
      day: agreedAt.getUTCDate(),
    },
  }
}

function textData({ language, direction, title, points }: AgreementText) {
  return {
    // Typst knows languages, not their varieties: `de-simple` is German.
    language: language.replace(/-.*/, ''),
    direction,
    title: showText(title, direction),
    points: points.map((point) => showText(point, direction)),
  }
}

/**
 * In a right-to-left line the groups of a telephone number would change places: there each number
 * is isolated, and stays on one line.
 */
function showText(written: string, direction: AgreementText['direction']): string {
  const clean = cleanText(written).replace(/[\u2066-\u2069]/g, '')
  if (direction === 'ltr') return clean
  return clean.replace(
    /\+?\p{Nd}+(?:[ \u00a0./:–-]\p{Nd}+)+/gu,
    (number) => `\u2066${number.replaceAll(' ', '\u00a0')}\u2069`,
  )
}
