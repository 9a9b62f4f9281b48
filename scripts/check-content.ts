/** The whole check over a knowledge base that was read, for the lint and for drafts. */
import { join, sep } from 'node:path'
import { createCrisisDetector } from '../src/conversation/steps/detect-crisis.ts'
import { type DraftEntry, draftsFolder } from '../src/knowledge/drafts.ts'
import { type LintFindings, lintKnowledge } from '../src/knowledge/lint.ts'
import type { KnowledgeProblem } from '../src/knowledge/load.ts'
import type { Reviewed } from '../src/knowledge/reviewed.ts'
import type { Knowledge } from '../src/knowledge/schema.ts'
import { normalizeForMatching } from '../src/language/normalize-text.ts'
import { renderContent } from './channel-sizes.ts'

export interface ReadContent {
  knowledge: Knowledge
  files: Map<string, string>
  reviewed: Reviewed
}

const draftsPath = `${draftsFolder}${sep}`

/** Of what is served; a draft that is half written is nobody's problem yet. */
export function checkServed({ knowledge, files, reviewed }: ReadContent): LintFindings {
  return check({
    knowledge,
    files: new Map([...files].filter(([file]) => !file.startsWith(draftsPath))),
    reviewed,
  })
}

/** What would be wrong if these drafts were entries. */
export function checkDrafts(
  { knowledge, files, reviewed }: ReadContent,
  drafts: ReadonlyMap<string, DraftEntry>,
): KnowledgeProblem[] {
  if (drafts.size === 0) return []
  const asEntry = (file: string) =>
    file.startsWith(draftsPath) ? join('entries', file.slice(draftsPath.length)) : file
  const { problems } = check({
    knowledge: { ...knowledge, entries: new Map([...knowledge.entries, ...drafts]) },
    files: new Map([...files].map(([file, text]) => [asEntry(file), text])),
    reviewed,
  })
  const folders = [...drafts.keys()].map((id) => join('entries', id, sep))
  return problems
    .filter(({ file }) => folders.some((folder) => file.startsWith(folder)))
    .map(({ file, problem }) => ({ file: file.replace(/^entries/, draftsFolder), problem }))
}

function check({ knowledge, files, reviewed }: ReadContent): LintFindings {
  return lintKnowledge({
    knowledge,
    files,
    reviewed,
    detectCrisis: createCrisisDetector(knowledge.crisisCards),
    normalize: normalizeForMatching,
    rendered: renderContent(knowledge),
  })
}
