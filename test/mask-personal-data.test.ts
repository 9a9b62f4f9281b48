import { describe, expect, it } from 'vitest'
import { maskPersonalData, unmask } from '../src/language/mask-personal-data.ts'

const kindsIn = (text: string, language: string) =>
  maskPersonalData(text, language).found.map(({ kind }) => kind)

describe('masking personal data', () => {
  it('takes every kind out of a German message and puts it back as it was', () => {
    const text =
      'Ich heiße Ahmad Al-Hussein, geboren am 12.03.1990, wohne Hallesche Str. 5, 06108 Halle. ' +
      'Tel 0176 04069012, a.hussein@example.org, Aktenzeichen 12 C 345/24, ' +
      'IBAN DE89 3704 0044 0532 0130 00.'
    const { text: masked, found } = maskPersonalData(text, 'de')
    expect(found.map(({ kind }) => kind)).toEqual([
      'name',
      'date-of-birth',
      'address',
      'phone',
      'email',
      'file-number',
      'iban',
    ])
    for (const { text: original } of found) expect(masked).not.toContain(original)
    expect(unmask(masked, found)).toBe(text)
  })

  it('leaves emergency and service numbers, amounts, deadlines, paragraphs and towns', () => {
    const text =
      'Bei Gefahr 112 oder 0800 0116016. Bis 01.12.2026 sind 1.200,50 Euro nach § 551 BGB fällig, ' +
      'ich wohne in 06108 Halle und habe am 3. März um 14:30 Uhr einen Termin.'
    expect(maskPersonalData(text, 'de')).toEqual({ text, found: [] })
  })

  it('reads figures in Arabic and Persian digits', () => {
    expect(kindsIn('رقمي ٠١٧٦٠٤٠٦٩٠١٢', 'ar')).toEqual(['phone'])
    expect(kindsIn('متولد ۱۳۷۰/۰۵/۱۲', 'fa')).toEqual(['date-of-birth'])
  })

  it('gives the same text the same placeholder and different ones different numbers', () => {
    const { text } = maskPersonalData('Herr Schmidt und Frau Krause: Schmidt droht mir.', 'de')
    expect(text).toBe('Herr ⟦name-1⟧ und Frau ⟦name-2⟧: ⟦name-1⟧ droht mir.')
  })

  it('never takes a placeholder that the user typed for one of its own', () => {
    const text = 'Was heißt ⟦name-1⟧? Ich heiße Ahmad.'
    const { text: masked, found } = maskPersonalData(text, 'de')
    expect(masked).toBe('Was heißt ⟦name-1⟧? Ich heiße ⟦name-2⟧.')
    expect(unmask(masked, found)).toBe(text)
  })

  it('puts nothing back for a placeholder that a model invented', () => {
    const { found } = maskPersonalData('Ich heiße Ahmad.', 'de')
    expect(unmask('Hallo ⟦Name-1⟧, ⟦name-7⟧!', found)).toBe('Hallo Ahmad, ⟦name-7⟧!')
  })

  it('leaves what the knowledge base says in public', () => {
    const text = 'Ist 0345 12345678 die Beratung?'
    expect(maskPersonalData(text, 'de').found).toHaveLength(1)
    expect(maskPersonalData(text, 'de', (kind) => kind === 'phone').text).toBe(text)
  })
})
