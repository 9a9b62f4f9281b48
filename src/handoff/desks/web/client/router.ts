import type { Route } from './state.ts'

export const joinPath = '/desk/join'

export function currentRoute(): Route {
  const path = location.hash.slice(1)
  if (path === 'team' || path === 'settings') return { kind: path }
  const caseId = /^case\/(.+)$/.exec(path)?.[1]
  return { kind: 'cases', caseId: caseId && decodeURIComponent(caseId) }
}

export function caseLink(id: string): string {
  return `#case/${encodeURIComponent(id)}`
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
