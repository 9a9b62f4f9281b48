/**
 * Who may or must: tenant and landlord are each other's opposite in most passages, and a sentence
 * about the wrong one has every other word right.
 */
import type { LanguageCode } from '../../message.ts'

type Side = 'tenant' | 'landlord'

/** Beginnings of words; the landlord's word is tried first where it holds the tenant's. */
const sides: Record<LanguageCode, Record<Side, string>> = {
  de: { landlord: 'vermieter', tenant: 'mieter' },
  en: { landlord: 'landlord', tenant: "tenant(?!s[’']? association)" },
  fr: { landlord: 'propriétaire|bailleur', tenant: 'locataire' },
  tr: { landlord: 'ev sahi', tenant: 'kiracı' },
  ru: { landlord: 'арендодател', tenant: 'арендатор' },
  uk: { landlord: 'орендодав', tenant: 'орендар' },
  ar: { landlord: '[وفبلك]{0,2}(?:ال)?مؤجر', tenant: '[وفبلك]{0,2}(?:ال)?مستأجر' },
  fa: { landlord: 'صاحب[ \u200c]?خانه', tenant: 'مستأجر' },
}

/** The sides that a text names; both or none say nothing about who is meant. */
export function sidesIn(text: string, language: LanguageCode): Set<Side> {
  const words = sides[language === 'de-simple' ? 'de' : language]
  const names = (side: Side) =>
    words !== undefined && new RegExp(`(?<![\\p{L}\\p{M}])(?:${words[side]})`, 'iu').test(text)
  return new Set((['tenant', 'landlord'] as const).filter(names))
}

/** One text is about the tenant alone and the other about the landlord alone. */
export function areOpposite(one: Set<Side>, other: Set<Side>): boolean {
  return one.size === 1 && other.size === 1 && one.isDisjointFrom(other)
}
