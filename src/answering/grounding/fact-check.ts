/** Whether the figures, dates, numbers, paragraphs and links of a sentence stand in its passages. */
import type { Knowledge } from '../../knowledge/schema.ts'
import { createPublicFacts } from '../../language/mask-personal-data.ts'
import type { LanguageCode } from '../../message.ts'
import type { AnswerPassage, DropReason } from './answer.ts'
import { type Day, type Facts, factsOf, linkKey } from './facts.ts'
import { isAlike, isSame, type Quantity } from './quantities.ts'

/**
 * Finds the first fact of a sentence that stands in no cited passage. A link or a telephone number
 * must besides be one that the knowledge base holds as such: words slipped into a passage bring none.
 */
export function createFactCheck(knowledge: Knowledge) {
  const isPublic = createPublicFacts(knowledge)
  const links = knownLinks(knowledge)
  return (
    text: string,
    cited: AnswerPassage[],
    { language }: { language: LanguageCode },
  ): DropReason | undefined => {
    const said = factsOf(text, language)
    const given = cited.map((passage) => factsOf(passage.text, passage.language))
    const all = <Key extends keyof Facts>(key: Key) =>
      given.flatMap((facts): Facts[Key][number][] => facts[key])

    const foreign = said.links.find((one) => !all('links').includes(one) || !links.has(one))
    if (foreign) return { kind: 'link', found: foreign }
    const number = said.phones.find(
      (one) => !all('phones').includes(one) || !isPublic('phone', one),
    )
    if (number) return { kind: 'phone', found: number }
    const paragraph = said.laws.find((one) => !all('laws').some((known) => isSameLaw(one, known)))
    if (paragraph) return { kind: 'law', found: paragraph }
    const date = said.dates.find((one) => !all('dates').some((known) => isSameDay(one, known)))
    if (date) return { kind: 'date', found: date.written }
    const quantities = all('quantities')
    const hour = said.times.find((one) => !isGivenTime(one, all('times'), quantities))
    if (hour) return { kind: 'figure', found: hour }
    const figure = said.quantities.find(
      (one) =>
        !cited.some((passage, number) =>
          isGiven(one, given[number]!, passage.language === language),
        ),
    )
    return figure && { kind: 'figure', found: figure.written }
  }
}

/** Links of figures, sources, organisations and cards, and the words that they are shown by. */
function knownLinks({ entries, organisations, crisisCards }: Knowledge): Set<string> {
  const texts = [
    ...[...entries.values()].flatMap(({ meta }) => [
      ...meta.sources.map(({ url }) => url),
      ...Object.values(meta.figures).flatMap((figure) => {
        if ('link' in figure)
          return [figure.link, new URL(figure.link).hostname, figure.label ?? '']
        if ('email' in figure) return [figure.email]
        return 'text' in figure ? factsOf(figure.text, 'de').links : []
      }),
    ]),
    ...[...organisations.values()].flatMap(({ contact, sources }) => [
      contact.website ?? '',
      contact.email ?? '',
      ...sources.map(({ url }) => url),
    ]),
    ...crisisCards.flatMap((card) => card.links.map(({ url }) => url)),
  ]
  return new Set(texts.filter(Boolean).map(linkKey))
}

/** "6 heures" is an hour of the day or six of them; the passage may have it either way. */
function isGivenTime(said: string, times: string[], quantities: Quantity[]): boolean {
  const hours = /^(?<hours>\d+):00$/u.exec(said)?.groups?.hours
  const isCounted =
    hours !== undefined &&
    quantities.some(({ value, unit }) => value === Number(hours) && (!unit || unit === 'hour'))
  return times.includes(said) || isCounted
}

/** The paragraph alone is enough where the sentence leaves out the law's name. */
function isSameLaw(said: string, known: string): boolean {
  return said === known || (!said.includes(' ') && known.startsWith(`${said} `))
}

function isSameDay(said: Day, known: Day): boolean {
  const isSameYear = said.year === undefined || known.year === undefined || said.year === known.year
  return said.day === known.day && said.month === known.month && isSameYear
}

/**
 * A number whose unit the passage does not name counts as given, unless a passage in the same
 * language counts the same kind of thing otherwise: of "3 rents, 6 months" a sentence may not make 3
 * months.
 */
function isGiven(said: Quantity, given: Facts, isSameLanguage: boolean): boolean {
  const { unit, value } = said
  // "One" is an article in most languages, and a step's number is no figure.
  if (!unit && (value <= 1 || said.isVague)) return true
  if (unit === 'hour' && given.times.includes(`${value}:00`)) return true
  if (
    unit &&
    isSameLanguage &&
    given.quantities.some((one) => one.unit && isAlike(one.unit, unit))
  ) {
    return given.quantities.some((one) => one.unit && isSame(said, one))
  }
  return (
    given.quantities.some((one) => isSame(said, one)) ||
    (!unit && given.times.includes(`${value}:00`)) ||
    (!unit && given.laws.some((law) => Number.parseInt(law, 10) === value))
  )
}
