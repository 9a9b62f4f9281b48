import { join } from 'node:path'
import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import type { KnowledgeProblem } from '../load.ts'
import type { Knowledge, Organisation, SectionName } from '../schema.ts'

/** Links that a phone can open: in texts, sources, figures, organisations and crisis cards. */
export function lintLinks(knowledge: Knowledge): KnowledgeProblem[] {
  return [
    ...[...knowledge.entries.values()].flatMap(({ meta, texts }) => {
      const folder = join('entries', meta.id)
      const addresses = [
        ...meta.sources.map(({ url }) => url),
        ...Object.values(meta.figures).flatMap((figure) => ('link' in figure ? figure.link : [])),
      ]
      return [
        ...inFile(join(folder, 'entry.yaml'), addresses.flatMap(addressProblems)),
        ...[...texts].flatMap(([language, { sections }]) =>
          inFile(join(folder, `${language}.md`), textProblems(sections)),
        ),
      ]
    }),
    ...[...knowledge.organisations.values()].flatMap((organisation) =>
      inFile(
        join('organisations', `${organisation.id}.yaml`),
        addressesOf(organisation).flatMap(addressProblems),
      ),
    ),
    ...knowledge.crisisCards.flatMap(({ id, links, sources }) =>
      inFile(
        join('crisis', `${id}.yaml`),
        [...links, ...sources].flatMap(({ url }) => addressProblems(url)),
      ),
    ),
  ]
}

function inFile(file: string, problems: string[]): KnowledgeProblem[] {
  return problems.map((problem) => ({ file, problem }))
}

function addressesOf({ contact, sources }: Organisation): string[] {
  return [...(contact.website ? [contact.website] : []), ...sources.map(({ url }) => url)]
}

/** Names that no reader can open, or that stand for nobody. */
const placeholderHosts = /(^|\.)(example|test|invalid|localhost)(\.(org|com|net))?$/

/** What is wrong with an address that the schema lets through. */
function addressProblems(address: string): string[] {
  const { hostname, username, pathname } = new URL(address)
  if (placeholderHosts.test(hostname) || !hostname.includes('.')) {
    return [`The link ${address} leads nowhere; write the real address.`]
  }
  if (username || /[\s<>"]/.test(address)) {
    return [`The link ${address} has signs that don't belong there; copy it again.`]
  }
  return /[.,;:)]$/.test(address) && !/\([^)]*\)$/.test(pathname)
    ? [`The link ${address} ends with a punctuation mark; take it off.`]
    : []
}

/** The beginning of an address, where it is not inside a link. */
const bareAddress = /(?:https?:\/\/|www\.)\S+/i

function textProblems(sections: Partial<Record<SectionName, string>>): string[] {
  return Object.entries(sections)
    .filter(([name]) => !name.startsWith('Questions'))
    .flatMap(([, markdown]) => nodeProblems(fromMarkdown(markdown)))
}

function nodeProblems(node: Nodes): string[] {
  if (node.type === 'link' || node.type === 'image') {
    if (node.type === 'link' && node.url.startsWith('tel:')) return []
    if (node.type === 'image' || !/^https?:\/\//.test(node.url)) {
      return [`The link "${node.url}" must begin with https://; otherwise nobody can tap it.`]
    }
    if (node.children.length === 0) return [`The link ${node.url} has no words between [ and ].`]
    return URL.canParse(node.url)
      ? addressProblems(node.url)
      : [`The link ${node.url} is no address; copy it again.`]
  }
  if (node.type === 'text') {
    const bare = bareAddress.exec(node.value)?.[0]
    if (bare) return [`"${bare}" is no link here. Write [words](https://…), without a blank.`]
  }
  return 'children' in node ? node.children.flatMap(nodeProblems) : []
}
