import { expect, it } from 'vitest'
import { type Action, decodeAction, encodeAction } from '../src/message.ts'

const caseId = 'VsV1sW-7LC9g'
const actions: Action[] = [
  { kind: 'consent', given: true },
  { kind: 'consent', given: true, withContact: true },
  { kind: 'consent', given: false },
  { kind: 'rate-case', helped: true, caseId },
  { kind: 'rate-case', helped: false, caseId },
  { kind: 'withdraw-case', caseId },
  { kind: 'feedback', helped: false, entry: 'housing/deposit' },
]

it.each(actions)('a button comes back from a channel as it went out: %o', (action) => {
  expect(decodeAction(encodeAction(action))).toEqual(action)
})

it('a forged button gives no more than it says', () => {
  expect(decodeAction('consent contact')).toEqual({
    kind: 'consent',
    given: true,
    withContact: true,
  })
  expect(decodeAction('consent contactx')).toEqual({ kind: 'consent', given: false })
  expect(decodeAction('rate-case yes')).toBeUndefined()
})
