/** What a mediator wrote at the desk, as the files of a draft. */
import { dump } from 'js-yaml'
import { type DraftMeta, deskHandle, draftHash } from './drafts.ts'
import type { Topic } from './schema.ts'

export interface WrittenDraft {
  topic: string
  title: string
  answer: string
  questions: readonly string[]
  sources: DraftMeta['sources']
  /** Accounts. */
  writtenBy: readonly string[]
  approvedBy?: string
}

export interface DraftFiles {
  'entry.yaml': string
  'de.md': string
}

/** Buttons carry the id of an entry, and a button of Telegram holds 64 bytes. */
const longestSlug = 36

const folders: Partial<Record<Topic, string>> = {
  housing: 'housing',
  tenancy: 'housing',
  community: 'offers',
  psychosocial: 'offers',
  discrimination: 'offers',
  legal: 'offers',
  everyday: 'offers',
}

/** `topic/slug` that nothing has yet; a reviewer may move it. */
export function draftId(
  { topic, title }: Pick<WrittenDraft, 'topic' | 'title'>,
  isTaken: (id: string) => boolean,
): string {
  const folder = folders[topic as Topic] ?? 'authorities'
  const slug = slugOf(title)
  for (let number = 1; ; number++) {
    const id = `${folder}/${slug}${number === 1 ? '' : `-${number}`}`
    if (!isTaken(id)) return id
  }
}

function slugOf(title: string): string {
  const letters = title
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const cut =
    letters.length <= longestSlug
      ? letters
      : letters.slice(0, longestSlug + 1).replace(/-[^-]*$/, '')
  return cut.slice(0, longestSlug).replace(/-+$/, '') || 'entwurf'
}

export function draftFiles(id: string, draft: WrittenDraft): DraftFiles {
  const german = germanText(draft)
  const meta = {
    id,
    audience: ['tenant'],
    region: 'saxony-anhalt',
    // Nobody has judged it yet: until then the answer offers a person.
    risk: 'high',
    reviewEvery: '6 months',
    sources: draft.sources,
    referral: [draft.topic],
    draft: {
      writtenBy: draft.writtenBy.map(deskHandle),
      ...(draft.approvedBy && {
        approvedBy: deskHandle(draft.approvedBy),
        approvedText: draftHash(german, draft.sources),
      }),
    },
  }
  return { 'entry.yaml': `${note}${dump(meta, { lineWidth: 100 })}`, 'de.md': german }
}

const note = `# A draft: nobody is shown it. docs/contributing-knowledge.md says how it becomes an entry.
`

function germanText({ title, questions, answer }: WrittenDraft): string {
  return `---
reviewedBy: none
---
# ${oneLine(title)}

## Questions
${questions.map((question) => `- ${oneLine(question)}\n`).join('')}
## Answer
${withoutHeadings(answer.trim())}
`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/^#+ */, '')
}

/** Somebody who types a message knows no Markdown: a line of "#" or "---" is no heading. */
function withoutHeadings(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/^[ \t]*(#{1,6}(?=[ \t]|$)|={2,}[ \t]*$|-{2,}[ \t]*$|`{3,}|~{3,})/gm, '\\$1')
}
