/** Agreements as PDF, read back with the reader that Firefox has (pdf.js, in unpdf). */
import { getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import {
  type Agreement,
  AgreementRenderingError,
  renderAgreement,
} from '../src/handoff/agreement/index.ts'

const german: Agreement = {
  language: 'de',
  direction: 'ltr',
  title: 'Einigung über das Treppenhaus',
  points: [
    'Die Schuhe stehen in der Wohnung, in einem Regal hinter der Tür.',
    'Das Regal kostet 25,50 € und steht ab dem 12.05.2026 dort.',
  ],
  agreedAt: new Date('2026-11-23T22:00:00Z'),
}

/** A sentence in each script, with letters that a font may lack. */
const sentences: Record<string, { direction: 'ltr' | 'rtl'; title: string; point: string }> = {
  ar: { direction: 'rtl', title: 'اتفاق بشأن الدرج', point: 'توضع الأحذية داخل الشقة خلف الباب' },
  fa: {
    direction: 'rtl',
    title: 'توافق درباره پله',
    point: 'کفش‌ها پشت در گذاشته می‌شوند، گفتگو ژاله',
  },
  ps: {
    direction: 'rtl',
    title: 'د زینې په اړه هوکړه',
    point: 'ښه ګټه ړنګ ځوان څوک ډېر نړۍ ږغ کوڼ کېږدي ټول',
  },
  ti: { direction: 'ltr', title: 'ስምምዕ ብዛዕባ መደያይቦ', point: 'ጫማታት ኣብ ውሽጢ ገዛ ይቕመጡ።' },
  uk: { direction: 'ltr', title: 'Домовленість', point: 'Взуття стоїть у квартирі, ґанок вільний' },
  ru: { direction: 'ltr', title: 'Договорённость', point: 'Обувь стоит в квартире, объявление' },
  vi: { direction: 'ltr', title: 'Thỏa thuận', point: 'Giày dép để trong căn hộ, trên kệ sau cửa' },
  tr: {
    direction: 'ltr',
    title: 'Anlaşma',
    point: 'Ayakkabılar dairede, kapının arkasında; ışık, ğ',
  },
  kmr: {
    direction: 'ltr',
    title: 'Lihevkirin',
    point: 'Pêlav di xaniyê de ne, li pişt derî; ç î û ş',
  },
  ro: {
    direction: 'ltr',
    title: 'Înțelegere',
    point: 'Pantofii stau în locuință, după ușă; ț ș ă î',
  },
  pl: {
    direction: 'ltr',
    title: 'Porozumienie',
    point: 'Buty stoją w mieszkaniu; zażółć gęślą jaźń',
  },
  sq: {
    direction: 'ltr',
    title: 'Marrëveshje',
    point: 'Këpucët rrinë brenda banesës, pas derës; ç',
  },
  so: { direction: 'ltr', title: 'Heshiis', point: 'Kabuhu waxay yaalliin gudaha guriga' },
  es: { direction: 'ltr', title: 'Acuerdo', point: 'Los zapatos están en el piso; ñ ¿sí?' },
  pt: { direction: 'ltr', title: 'Acordo', point: 'Os sapatos ficam no apartamento; ã õ ç' },
  fr: { direction: 'ltr', title: 'Accord', point: 'Les chaussures sont dans l’appartement ; œ ç' },
  en: { direction: 'ltr', title: 'Agreement', point: 'The shoes stay inside the flat' },
  'de-simple': { direction: 'ltr', title: 'Einigung', point: 'Die Schuhe stehen in der Wohnung' },
}

interface Glyphs {
  str: string
  transform: number[]
}

async function read(bytes: Uint8Array) {
  const document = await getDocumentProxy(new Uint8Array(bytes))
  const lines: string[] = []
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const content = await page.getTextContent()
    const items = content.items.flatMap((item): Glyphs[] => ('str' in item ? [item] : []))
    lines.push(...toLines(items))
  }
  const { info, metadata } = await document.getMetadata()
  return { document, lines, info: info as Record<string, unknown>, metadata }
}

/** pdf.js hands out stretches of text as they lie on the page; each in reading order by itself. */
function toLines(items: Glyphs[]): string[] {
  const rows = new Map<number, Glyphs[]>()
  for (const item of items) {
    const height = Math.round(item.transform[5]! / 3)
    rows.set(height, [...(rows.get(height) ?? []), item])
  }
  return [...rows].map(([, row]) => {
    const isRightToLeft = row.some(({ str }) => /\p{Script=Arabic}/u.test(str))
    const sorted = row.toSorted((one, other) => one.transform[4]! - other.transform[4]!)
    return (isRightToLeft ? sorted.reverse() : sorted).map(({ str }) => str).join('')
  })
}

/** Without blanks and joiners, which have no place of their own on a page. */
function letters(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '')
}

describe('an agreement as PDF', () => {
  it.each(Object.entries(sentences))(
    'can be read and copied in %s',
    async (language, { direction, title, point }) => {
      const bytes = await renderAgreement({
        language,
        direction,
        title,
        points: [point],
        original: german,
        agreedAt: german.agreedAt,
      })
      const { lines, info } = await read(bytes)
      const all = lines.map(letters)
      expect(all).toContain(letters(title))
      expect(all).toContain(letters(`1.${point}`))
      expect(all).toContain(letters(german.title))
      expect(all).toContain(letters(`2.${german.points[1]}`))
      expect(info).toMatchObject({ Title: title, Language: language.replace('-simple', '') })
    },
    30_000,
  )

  it('is tagged, holds its fonts, and is as small as a photo', async () => {
    const bytes = await renderAgreement(german)
    const { document, info } = await read(bytes)
    expect(await document.getMarkInfo()).toMatchObject({ Marked: true })
    const structure = await (await document.getPage(1)).getStructTree()
    const roles = JSON.stringify(structure).match(/"role":"\w+"/g)
    expect(roles).toEqual(expect.arrayContaining(['"role":"L"', '"role":"LI"']))
    expect(info.CreationDate).toMatch(/^D:20261123/)
    const raw = Buffer.from(bytes).toString('latin1')
    expect(raw.match(/\/FontFile[23]? /g)?.length).toBeGreaterThan(0)
    expect(bytes.length).toBeLessThan(200_000)
  })

  it('takes what people write for words, never for markup', async () => {
    const written = '#pagebreak() $x^2$ [a] *b* _c_ \\ @d <e> // f `g` "h" = i - j'
    const { lines, document } = await read(
      await renderAgreement({
        ...german,
        title: '#title $1$',
        introduction: written,
        points: [written, '= Titel', '+ Punkt', 'eins\nzwei'],
        facts: [{ label: written, text: written }],
        notes: [written],
      }),
    )
    expect(document.numPages).toBe(1)
    const all = lines.map(letters).join('\n')
    expect(all.replaceAll('\n', '').split(letters(written))).toHaveLength(6)
    for (const line of ['#title $1$', `1.${written}`, '2.= Titel', '3.+ Punkt', '4.eins', 'zwei']) {
      expect(all.split('\n')).toContain(letters(line))
    }
  })

  it('keeps the groups of a telephone number in their order between Arabic words', async () => {
    const { lines } = await read(
      await renderAgreement({
        ...german,
        language: 'ar',
        direction: 'rtl',
        title: 'اتفاق',
        points: ['الهاتف +49 345 213 893 99 في'],
      }),
    )
    const numbers = lines.join(' ').replace(/[\s\p{Cf}]+/gu, ' ')
    expect(numbers).toContain('+49 345 213 893 99')
  })

  it('says what to do when it cannot be made', async () => {
    const broken = { ...german, language: 'not a language' }
    const failure = renderAgreement(broken)
    await expect(failure).rejects.toThrow(AgreementRenderingError)
    await expect(failure).rejects.toThrow(/send its text alone/)
  })
})
