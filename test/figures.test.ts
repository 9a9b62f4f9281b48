import { describe, expect, it } from 'vitest'
import { formatFigure } from '../src/knowledge/figures.ts'

describe('a figure', () => {
  it.each([
    [{ euros: 563.5 }, 'de', '563,50 €'],
    [{ euros: 300 }, 'en', '€300'],
    [{ date: '2026-07-01' }, 'tr', '1 Temmuz 2026'],
    [{ phone: '0391 123456' }, 'fr', '[0391 123456](tel:+49391123456)'],
    [{ phone: '116 016' }, 'ar', '[116 016](tel:116016)'],
    [{ text: '§ 551 BGB' }, 'uk', '§ 551 BGB'],
  ] as const)('%j is written in %s as %s', (figure, language, expected) => {
    expect(formatFigure(figure, language).replaceAll('\u00a0', ' ')).toBe(expected)
  })

  it.each(['ar', 'fa', 'ps'])(
    'of German letters keeps its order inside a line of %s',
    (language) => {
      expect(formatFigure({ text: '§ 551 BGB' }, language)).toBe('\u2066§ 551 BGB\u2069')
      expect(formatFigure({ link: 'https://www.115.de', label: '115 online' }, language)).toBe(
        '[\u2066115 online\u2069](https://www.115.de)',
      )
      expect(formatFigure({ text: '12' }, language)).toBe('12')
    },
  )
})
