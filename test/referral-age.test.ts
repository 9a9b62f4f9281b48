import { describe, expect, it } from 'vitest'
import { referralBlocks } from '../src/conversation/outcomes/refer.ts'
import type { Services, Turn } from '../src/conversation/turn.ts'
import { formatDay } from '../src/knowledge/figures.ts'
import { readKnowledge } from '../src/knowledge/load.ts'
import type { Organisation } from '../src/knowledge/schema.ts'
import { createFixedSentences } from '../src/language/fixed-sentences.ts'

const { knowledge } = await readKnowledge('knowledge')
const sentences = createFixedSentences(knowledge.messages, knowledge.languages)
const ready = [...knowledge.languages.values()].filter(({ status }) => status === 'ready')

/** The small print under a contact. */
function smallPrint(organisation: Organisation, language: string): string {
  const services: Partial<Services> = { knowledge, sentences }
  const turn: Partial<Turn> = { services: services as Services, conversation: { language } }
  return referralBlocks(turn as Turn, [
    { organisation, level: 'state', speaksLanguage: false },
  ]).flatMap((block) => (block.kind === 'note' ? [block.text] : []))[0]!
}

describe('a contact', () => {
  it.each(ready)('says in $code how old it is', ({ code }) => {
    for (const organisation of knowledge.organisations.values()) {
      const { sourceDate, sourceCheckedOn } = organisation
      expect(smallPrint(organisation, code)).toContain(
        sourceDate ?? formatDay(sourceCheckedOn, code),
      )
    }
  })

  it('of an old source says so in other words than one that was just checked', () => {
    const [old, checked] = [{ sourceDate: '2020' }, { sourceDate: undefined }].map((age) =>
      smallPrint(
        { ...knowledge.organisations.get('jmd-magdeburg')!, ...age } as Organisation,
        'en',
      ),
    )
    expect(old).toContain('2020')
    expect(old).not.toContain('2026')
    expect(checked).toContain('22 November 2026')
  })
})
