/** Reads one `de.md`, `ar.md` ...: front matter, title, and the fixed headings. */
import { createHash } from 'node:crypto'
import { load as parseYaml } from 'js-yaml'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { toString as plainText } from 'mdast-util-to-string'
import type { z } from 'zod'
import { entryTextFrontMatterSchema, type SectionName, sections } from './schema.ts'

export interface ParsedEntryText {
  frontMatter: z.infer<typeof entryTextFrontMatterSchema>
  title: string
  sections: Partial<Record<SectionName, string>>
  /** Of everything below the front matter; German's is what a translation names in `translatedFrom`. */
  hash: string
}

/** A language file that can't be read as an entry; the message says how to mend it. */
export class EntryTextError extends Error {
  override name = 'EntryTextError'
}

/** @throws EntryTextError when front matter, title or a heading is not as expected. */
export function parseEntryText(source: string): ParsedEntryText {
  const { head, body } = splitFrontMatter(source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
  const frontMatter = entryTextFrontMatterSchema.safeParse(head)
  if (!frontMatter.success) {
    const issue = frontMatter.error.issues[0]
    throw new EntryTextError(
      `Between the two lines "---", "${issue?.path.join('.')}" is not right: ${issue?.message}.`,
    )
  }
  let title: string | undefined
  const found: Partial<Record<SectionName, string>> = {}
  const headings = headingsOf(body)
  for (const [index, { depth, text, end: start }] of headings.entries()) {
    if (depth === 1) {
      if (title !== undefined) throw new EntryTextError('There are two titles ("# ..."); keep one.')
      title = text
      continue
    }
    const name = sections.find((section) => section === text)
    if (!name) {
      throw new EntryTextError(
        `The heading "## ${text}" is not known. Use one of: ${sections.join(', ')}.`,
      )
    }
    if (found[name] !== undefined) {
      throw new EntryTextError(`The heading "## ${name}" stands twice; put both parts under one.`)
    }
    const end = headings[index + 1]?.start ?? body.length
    found[name] = body.slice(start, end).trim()
  }
  if (!title) throw new EntryTextError('The title is missing: a line that begins with "# ".')
  return {
    frontMatter: frontMatter.data,
    title,
    sections: found,
    hash: createHash('sha256').update(body.trim()).digest('hex').slice(0, 12),
  }
}

interface Heading {
  depth: number
  text: string
  /** Offsets of its line. */
  start: number
  end: number
}

/** Fenced code and underlined headings: then only a real parser knows what a heading is. */
const unusual = /^ {0,3}(?:`{3}|~{3}|=+[ \t]*$|-+[ \t]*$)/m
const headingLine = /^(#{1,2}) ([^\n\\`*_<>[\]&!#]+)$/gm
const anyHeading = /^[ \t>*+-]{0,9}#{1,2}(?:[ \t]|$)/gm

/**
 * Headings of the first two levels. Parsing whole texts only to find these took most of the time of
 * a start, so that plain ones are found line by line.
 */
function headingsOf(body: string): Heading[] {
  const plain = [...body.matchAll(headingLine)]
  const isPlain = !unusual.test(body) && plain.length === (body.match(anyHeading)?.length ?? 0)
  if (isPlain) {
    return plain.map(({ 0: line, 1: marks = '', 2: text = '', index }) => ({
      depth: marks.length,
      text: text.trim(),
      start: index,
      end: index + line.length,
    }))
  }
  return fromMarkdown(body).children.flatMap((node) =>
    node.type === 'heading' && node.depth <= 2
      ? [
          {
            depth: node.depth,
            text: plainText(node).trim(),
            start: node.position?.start.offset ?? 0,
            end: node.position?.end.offset ?? 0,
          },
        ]
      : [],
  )
}

/** Lines of a list that hold letters, figures and ordinary punctuation, and so no markup. */
const plainItems = /^(?:- [\p{L}"„“«¿(][^\n\\`*_<>[\]&!~]*\n?)+$/u

/** The items of a Markdown list, as plain text. */
export function listItems(markdown: string | undefined): string[] {
  if (!markdown) return []
  if (plainItems.test(markdown)) {
    return markdown
      .trim()
      .split('\n')
      .map((line) => line.slice(2).trim())
  }
  return fromMarkdown(markdown)
    .children.flatMap((node) => (node.type === 'list' ? node.children : []))
    .map((item) => plainText(item).trim())
}

function splitFrontMatter(source: string): { head: unknown; body: string } {
  const match = /^---\n([\s\S]*?)\n?---\n([\s\S]*)$/.exec(source)
  if (!match) {
    throw new EntryTextError('The file must begin with "---", "reviewedBy: none", "---".')
  }
  try {
    return { head: parseYaml(match[1] ?? '') ?? {}, body: match[2] ?? '' }
  } catch (cause) {
    throw new EntryTextError('The lines between "---" and "---" are not valid YAML.', { cause })
  }
}
