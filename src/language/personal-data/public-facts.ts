/** What the knowledge base itself says in public: no personal data, whatever it looks like. */
import type { Knowledge } from '../../knowledge/schema.ts'
import { normalizeForMatching } from '../normalize-text.ts'
import type { PersonalDataKind } from './span.ts'

/** Whether something that looks like personal data stands in the knowledge base. */
export type IsPublic = (kind: PersonalDataKind, text: string) => boolean

export function createPublicFacts(knowledge: Knowledge): IsPublic {
  const phones = new Set<string>()
  const texts = new Set<string>()
  const addresses: string[] = []
  const addPhones = (text: string) => {
    for (const [number] of text.matchAll(/[+(]?\d[\d ()/–-]{4,}\d/gu)) phones.add(phoneKey(number))
  }
  for (const { meta } of knowledge.entries.values()) {
    for (const figure of Object.values(meta.figures)) {
      if ('phone' in figure) addPhones(figure.phone)
      else if ('email' in figure) texts.add(figure.email.toLowerCase())
      else if ('text' in figure) addresses.push(key(figure.text))
    }
  }
  for (const { contact } of knowledge.organisations.values()) {
    if (contact.phone) addPhones(contact.phone)
    if (contact.email) texts.add(contact.email.toLowerCase())
    if (contact.address) addresses.push(key(contact.address))
  }
  for (const { numbers } of knowledge.crisisCards) {
    for (const { phone } of numbers) addPhones(phone)
  }
  const everyAddress = `\n${addresses.join('\n')}\n`

  return (kind, text) => {
    switch (kind) {
      case 'phone':
        return phones.has(phoneKey(text))
      case 'email':
        return texts.has(text.toLowerCase())
      case 'address':
        return everyAddress.includes(key(text))
      case 'name':
      case 'file-number':
      case 'date-of-birth':
      case 'iban':
        return false
      default:
        return kind satisfies never
    }
  }
}

/** The national number, so that `0345 1234` and `+49 345 1234` are one. */
const phoneKey = (text: string) => text.replace(/\D/gu, '').replace(/^(?:0049|49|0)/u, '')

/** ` Hallesche Str 5 ` however it was written. */
const key = (text: string) =>
  ` ${normalizeForMatching(text).replace(/stra(?:ss|s)e\b|str\b/gu, 'str')} `
