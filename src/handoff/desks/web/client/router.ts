import type { Route } from './state.ts'

export const joinPath = '/desk/join'

export function currentRoute(): Route {
  const path = location.hash.slice(1)
  if (path === 'team' || path === 'settings' || path === 'drafts') return { kind: path }
  const draftId = /^draft\/(.+)$/.exec(path)?.[1]
  if (draftId) return { kind: 'drafts', draftId: decodeURIComponent(draftId) }
  const fromCase = /^new-draft\/(.+)$/.exec(path)?.[1]
  if (fromCase) return { kind: 'drafts', fromCase: decodeURIComponent(fromCase) }
  const caseId = /^case\/(.+)$/.exec(path)?.[1]
  return { kind: 'cases', caseId: caseId && decodeURIComponent(caseId) }
}

export function caseLink(id: string): string {
  return `#case/${encodeURIComponent(id)}`
}

export function draftLink(id: string): string {
  return `#draft/${encodeURIComponent(id)}`
}

export function newDraftLink(caseId: string): string {
  return `#new-draft/${encodeURIComponent(caseId)}`
}

export function listLink(): string {
  return '#'
}

/** The page in another language, at the same place. */
export function languageAddress(code: string): string {
  return `${location.pathname}?language=${encodeURIComponent(code)}${location.hash}`
}

/** A link for a new passphrase of an account that exists. */
export function isReset(): boolean {
  return joinToken().startsWith('reset-')
}

/** The invitation's secret; stays in the address, so that changing the language does not lose it. */
export function joinToken(): string {
  return location.hash.slice(1)
}
