/**
 * Signs of a private person in the content: a careful guess, which rather asks once too often.
 * What a person has looked at stands in `reviewed.yaml`.
 */
import type { KnowledgeProblem } from '../load.ts'
import type { Reviewed } from '../reviewed.ts'

interface Sign {
  pattern: RegExp
  /** What it looks like; the text that was found follows. */
  looksLike: string
}

const name = String.raw`\p{Lu}\p{Ll}[\p{L}'’-]+`

/**
 * A title and a name. German nouns are capitals too, so "eine Frau Hilfe braucht" is kept out by the
 * word before. Arabic letters have no capitals: there only the titles that stand before names count.
 */
const titled = [
  String.raw`(?<!\p{L})(?:Herrn?|Hr\.|Mr\.?|Mrs\.?|Ms\.?|Mme|Sayın|Domnul|Doamna|Señora?|Ông|Bà) ${name}`,
  String.raw`(?<!\b(?:[Ee]ine?|[Dd](?:er|ie|as)|[Jj]ede|[Kk]eine|[Mm]eine|[Ii]hre|[Ss]eine|[Aa]ls|[Zz]ur|\p{Ll}+e) )(?<!\p{L})Frau ${name}`,
  String.raw`(?<!\p{L})(?:Dr|Prof|Dipl)\.(?:-\p{L}+\.)? ?(?:\p{L}+\. ?)?${name}`,
  String.raw`(?<!\p{L})(?:господин|госпожа|г-н|г-жа|пан|пані|панові) ${name}`,
  String.raw`(?<!\p{L})(?:السيدة?|الأستاذة?|آقای) (?!المؤجر|المستأجر|\p{L}{1,2}(?!\p{L}))\p{L}{3,}`,
]

/** "Ask for …" and "contact person: …", followed by a first and a last name. */
const contactPerson = String.raw`(?:Ansprechpartner(?:in)?|Ansprechperson|Kontaktperson|Sachbearbeiter(?:in)?|Leiter(?:in)?|Leitung|Geschäftsführer(?:in)?|[Cc]ontact person|[Aa]sk for|c\/o)(?: ist| is)?:? ${name} ${name}`

const firstNames =
  'Ahmad|Ahmed|Aleksandr|Ali|Anastasia|Andrea|Andreas|Andrij|Angelika|Anna|Birgit|Christian|Claudia|Daniel|Elena|Fatima|Frank|Hassan|Heike|Holger|Ines|Ivan|Jana|Jens|Julia|Jürgen|Karin|Katharina|Katrin|Kerstin|Klaus|Lena|Lisa|Manuela|Maria|Markus|Martin|Martina|Matthias|Michael|Mohamm?[ae]d|Monika|Mustafa|Natalia|Nicole|Olena|Olga|Oleksandr|Omar|Peter|Petra|Ralf|Renate|Sabine|Sandra|Sarah|Sergej|Simone|Stefan|Steffen|Stephan|Susanne|Svetlana|Sylvia|Tatjana|Thomas|Torsten|Ulrich|Ulrike|Uwe|Wolfgang|Yusuf'
const firstAndLast = String.raw`(?<![\p{L}-])(?:${firstNames}) ${name}(?!-?(?:[Ss]traße|[Pp]latz|[Ww]eg|[Aa]llee))`

const freeMail =
  /@(?:gmx|web|gmail|googlemail|t-online|freenet|yahoo|hotmail|outlook|icloud|mail|posteo|ukr)\./i
const mailAddress = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu
/** Words of an office's address; anything else with a dot or an initial looks like a person. */
const officeWords =
  /info|kontakt|post|mail|service|buero|office|zentrale|stelle|beratung|hilfe|amt|behoerde|recht|team|jmd|mbe|frauenhaus|sekretariat|verwaltung|integration|migration|halle|magdeburg|dessau/i

const signs: Sign[] = [
  ...titled.map((source) => ({
    pattern: new RegExp(source, 'gu'),
    looksLike: 'the name of a person',
  })),
  { pattern: new RegExp(contactPerson, 'gu'), looksLike: 'the name of a contact person' },
  { pattern: new RegExp(firstAndLast, 'gu'), looksLike: 'the name of a person' },
  {
    pattern: /(?<!\d)(?:\+49 ?|0)1[5-7]\d[\d /-]{6,12}\d/g,
    looksLike: "a mobile number, which may be somebody's own",
  },
]

/** @param files raw text of each content file by its path. */
export function lintPrivatePersons(
  files: Map<string, string>,
  reviewed: Reviewed['privatePersons'],
): { problems: KnowledgeProblem[]; notices: KnowledgeProblem[] } {
  const used = new Set<string>()
  const problems: KnowledgeProblem[] = []
  for (const [file, text] of files) {
    if (file === 'reviewed.yaml') continue
    for (const { found, looksLike } of [...findSigns(text), ...findPrivateMail(text)]) {
      const allowed = reviewed.find((item) => found.includes(item.text))
      if (allowed) used.add(allowed.text)
      else {
        problems.push({
          file,
          problem: `"${found}" looks like ${looksLike}. Name the office, not the person. If it is nobody's own, a line under privatePersons in reviewed.yaml says why it may stay.`,
        })
      }
    }
  }
  const notices = reviewed
    .filter(({ text }) => !used.has(text))
    .map(({ text }) => ({
      file: 'reviewed.yaml',
      problem: `privatePersons: "${text}" is no longer found; take it out.`,
    }))
  return { problems, notices }
}

function findSigns(text: string): { found: string; looksLike: string }[] {
  return signs.flatMap(({ pattern, looksLike }) =>
    [...text.matchAll(pattern)].map(([found]) => ({ found, looksLike })),
  )
}

function findPrivateMail(text: string): { found: string; looksLike: string }[] {
  // Trying the pattern at every word takes long, and few files have an address.
  if (!text.includes('@')) return []
  return [...text.matchAll(mailAddress)]
    .map(([found]) => found)
    .filter((address) => freeMail.test(address) || isPersonal(address.split('@')[0] ?? ''))
    .map((found) => ({ found, looksLike: "somebody's own e-mail address" }))
}

/** `first.last` and `f.last`, but not `info.halle` or `jmd-dessau`. */
function isPersonal(localPart: string): boolean {
  return /^\p{L}+[._]\p{L}{3,}$/u.test(localPart) && !officeWords.test(localPart)
}
