import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { Block } from '../src/message.ts'
import { browserTest } from './browser.ts'
import { type ChatApp, says, startChat } from './web-chat-app.ts'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let app: ChatApp
beforeEach(async () => {
  app = await startChat()
})
afterEach(() => app.stop())

const german = { locale: 'de-DE' }

async function write(page: Page, text: string): Promise<void> {
  await page.locator('#message').fill(text)
  await page.locator('#message').press('Enter')
}

/** The texts of all lines, as they stand on the page. */
function lines(page: Page): Promise<string[]> {
  return page.locator('.line .said').allInnerTexts()
}

describe('the web chat in a browser', () => {
  browserTest('shows a question at once, and its answer when it comes', async ({ openPage }) => {
    const page = await openPage(german)
    await page.goto(app.url)
    expect(await page.locator('.examples button').count()).toBe(4)
    await write(page, 'Darf ich?')
    await expect.poll(() => app.server.eventStreams.size).toBe(1)
    await app.channel.showTyping?.(app.accepted[0]!.address)
    await page.getByText('de typing').waitFor()
    await app.reply(app.accepted[0]!.address, says('Nein.'))
    await page.getByText('Nein.').waitFor()
    expect(await lines(page)).toEqual(['Darf ich?', 'Nein.'])
    expect(await page.locator('#welcome').isVisible()).toBe(false)
    expect(await page.getByText('de typing').isVisible()).toBe(false)
    await page.reload()
    await page.getByText('Nein.').waitFor()
    expect(await lines(page)).toEqual(['Darf ich?', 'Nein.'])
  })

  browserTest(
    'shows an answer while it is written, until the answer itself comes',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      await write(page, 'Darf ich?')
      await expect.poll(() => app.server.eventStreams.size).toBe(1)
      const { address } = app.accepted[0]!
      await app.channel.showDraft?.(address, says('Nein, nur'), 'update-1')
      const draft = page.locator('#draft')
      await draft.getByText('Nein, nur', { exact: true }).waitFor()
      await app.channel.showDraft?.(address, says('Nein, nur nachts.'), 'update-1')
      await draft.getByText('Nein, nur nachts.').waitFor()
      expect(await seriousFaults(page)).toEqual([])
      await app.reply(address, says('Nein, nur nachts nicht.'))
      await page.locator('#log').getByText('Nein, nur nachts nicht.').waitFor()
      expect(await draft.innerText()).toBe('')
      expect(await lines(page)).toEqual(['Darf ich?', 'Nein, nur nachts nicht.'])
    },
  )

  browserTest('sends an example question when it is pressed', async ({ openPage }) => {
    const page = await openPage(german)
    await page.goto(app.url)
    await page.getByText('de example.2').click()
    await expect
      .poll(() => app.accepted[0]?.content)
      .toEqual({ kind: 'text', text: 'de example.2' })
  })

  browserTest('sends with Enter, begins a line with Shift+Enter', async ({ openPage }) => {
    const page = await openPage(german)
    await page.goto(app.url)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.type('eins')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('zwei')
    await page.keyboard.press('Enter')
    await expect.poll(() => app.accepted[0]?.content).toEqual({ kind: 'text', text: 'eins\nzwei' })
    expect(await page.locator('#message').inputValue()).toBe('')
  })

  browserTest('counts near the limit and keeps what is too long', async ({ openPage }) => {
    const page = await openPage(german)
    await page.goto(app.url)
    await page.locator('#message').fill('x'.repeat(3500))
    expect(await page.locator('#counter').isVisible()).toBe(false)
    await page.locator('#message').fill('x'.repeat(3990))
    await page.getByText('de charactersLeft 10').waitFor()
    await page.locator('#message').fill('x'.repeat(5001))
    await page.getByText('de charactersOver 1.001').waitFor()
    await page.locator('#message').press('Enter')
    expect((await page.locator('#message').inputValue()).length).toBe(5001)
    expect(app.accepted).toEqual([])
  })

  browserTest(
    'offers buttons under the last answer and sends what they mean',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      await write(page, 'Frage')
      await page.locator('.own').waitFor()
      await expect.poll(() => app.accepted.length).toBe(1)
      const { address } = app.accepted[0]!
      const buttons = [
        [
          {
            label: 'Hilft',
            action: { kind: 'feedback', helped: true, entry: 'housing/a' } as const,
          },
        ],
      ]
      await app.reply(address, says('Antwort', { buttons }))
      await page.getByRole('button', { name: 'Hilft' }).click()
      await expect
        .poll(() => app.accepted[1]?.content)
        .toEqual({ kind: 'action', action: { kind: 'feedback', helped: true, entry: 'housing/a' } })
      expect(await page.getByRole('button', { name: 'Hilft' }).count()).toBe(0)
      await app.reply(address, says('Danke'))
      await page.getByText('Danke').waitFor()
      expect(await lines(page)).toEqual(['Frage', 'Antwort', 'Hilft', 'Danke'])
    },
  )

  browserTest(
    'keeps a message without network and sends it when it is back',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      await page.context().setOffline(true)
      await write(page, 'nicht verlieren')
      await page.getByText('de waiting').waitFor()
      await page.context().setOffline(false)
      await expect
        .poll(() => app.accepted.map(({ content }) => content))
        .toEqual([{ kind: 'text', text: 'nicht verlieren' }])
      await expect.poll(() => page.getByText('de waiting').count()).toBe(0)
      expect(await lines(page)).toEqual(['nicht verlieren'])
    },
  )

  browserTest(
    'keeps a refused message, also over a reload, until it is resent',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      const refuse = '**/chat/messages'
      await page.route(refuse, (route) =>
        route.fulfill({ status: 429, json: { error: 'Bitte warten Sie eine Minute.' } }),
      )
      await write(page, 'zu viel')
      await page.getByText('Bitte warten Sie eine Minute.').waitFor()
      await page.unroute(refuse)
      await page.reload()
      await page.getByRole('button', { name: 'de resend' }).click()
      await expect.poll(() => app.accepted.length).toBe(1)
      await expect.poll(() => page.locator('.problem:visible').count()).toBe(0)
      expect(await lines(page)).toEqual(['zu viel'])
    },
  )

  browserTest(
    'says that the connection is lost and catches up when the server is back',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      await write(page, 'vorher')
      await expect.poll(() => app.accepted.length).toBe(1)
      const { address } = app.accepted[0]!
      await app.reply(address, says('erste Antwort'))
      await page.getByText('erste Antwort').waitFor()
      await page.context().setOffline(true)
      // Taking the network away leaves open connections alone.
      for (const stream of app.server.eventStreams) stream.close()
      await page.getByText('de offline').waitFor()
      await app.reply(address, says('zweite Antwort'))
      await page.context().setOffline(false)
      await page.getByText('zweite Antwort').waitFor()
      expect(await page.getByText('de offline').count()).toBe(0)
      expect(await lines(page)).toEqual(['vorher', 'erste Antwort', 'zweite Antwort'])
    },
  )

  browserTest('clears the view when everything was erased', async ({ openPage }) => {
    const page = await openPage(german)
    await page.goto(app.url)
    await write(page, 'geheim')
    await expect.poll(() => app.accepted.length).toBe(1)
    const { address } = app.accepted[0]!
    await app.reply(address, says('Antwort'))
    await page.getByText('Antwort').waitFor()
    await page.getByRole('button', { name: 'de forget' }).click()
    await expect
      .poll(() => app.accepted[1]?.content)
      .toEqual({ kind: 'action', action: { kind: 'forget', confirmed: false } })
    app.erase()
    await app.channel.send(address, says('Alles ist gelöscht.'), 'outbox-9')
    await page.getByText('Alles ist gelöscht.').waitFor()
    expect(await lines(page)).toEqual(['Alles ist gelöscht.'])
  })

  browserTest(
    'changes its language by hand, before and within a conversation',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      await page.locator('summary').click()
      await page.getByText('العربية').click()
      await page.getByText('ar welcome.title').waitFor()
      expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
      expect(new URL(page.url()).search).toBe('?language=ar')
      await write(page, 'سؤال')
      await expect.poll(() => app.accepted[0]?.locale).toBe('ar')
      await page.locator('summary').press('Enter')
      await page.getByText('English').press('Enter')
      await expect
        .poll(() => app.accepted[1]?.content)
        .toEqual({ kind: 'action', action: { kind: 'set-language', language: 'en' } })
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en')
      expect(await lines(page)).toEqual(['سؤال'])
    },
  )

  browserTest('follows the language in which the assistant answers', async ({ openPage }) => {
    app.onMessage = ({ address }) =>
      app.reply(address, says('جواب', { language: 'ar', direction: 'rtl' }))
    const page = await openPage(german)
    await page.goto(app.url)
    await write(page, 'سؤال')
    await expect.poll(() => page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await page.locator('#message').getAttribute('placeholder')).toBe('ar placeholder')
    const answer = page.locator('.assistant .said')
    expect([await answer.getAttribute('lang'), await answer.getAttribute('dir')]).toEqual([
      'ar',
      'rtl',
    ])
  })

  browserTest('shows a way out, and all languages, where scripts are off', async ({ openPage }) => {
    const page = await openPage({ ...german, javaScriptEnabled: false })
    await page.goto(app.url)
    expect(await page.locator('.warning').textContent()).toBe('de noScript')
    await page.locator('summary').click()
    await page.getByText('العربية').click()
    await page.getByText('ar welcome.title').waitFor()
    expect(await page.locator('a[href="tel:112"]').isVisible()).toBe(true)
  })
})

const attacks = [
  '<img src=x onerror="window.hacked = true">',
  '<script>window.hacked = true</script>',
  '"><svg onload="window.hacked = true">',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the attack
  '${window.hacked = true}',
  '<!--?lit$0$--><b>',
  '&lt;b&gt;&#60;b&#62;',
  '[klick](javascript:window.hacked=true)',
]

describe('markup in messages', () => {
  browserTest.for(attacks)('stays text: %s', async (attack, { openPage }) => {
    const blocks: Block[] = [
      { kind: 'heading', text: attack },
      {
        kind: 'paragraph',
        content: [{ text: attack, strong: true, href: 'https://example.org/' }],
      },
      { kind: 'list', ordered: true, items: [[{ text: attack, phone: '112' }]] },
      { kind: 'quote', author: attack, text: attack },
      {
        kind: 'sources',
        label: attack,
        items: [{ title: attack, url: 'https://example.org/', checked: attack }],
      },
      { kind: 'note', text: attack },
    ]
    const buttons = [[{ label: attack, action: { kind: 'ask-person' } as const }]]
    app.onMessage = ({ address }) => app.reply(address, says(blocks, { buttons }))
    const page = await openPage(german)
    await page.goto(app.url)
    await write(page, attack)
    await page.locator('.assistant').waitFor()
    expect(await page.locator('.own .said').textContent()).toBe(attack)
    const shown = await page.locator('.assistant').textContent()
    expect(shown?.split(attack)).toHaveLength(11)
    expect(await page.locator('#log :is(img, script, svg, b)').count()).toBe(0)
    expect(await page.evaluate('"hacked" in window')).toBe(false)
  })

  browserTest('cannot turn the direction of text around', async ({ openPage }) => {
    app.onMessage = ({ address }) =>
      app.reply(address, says([{ kind: 'quote', text: 'sicher\u202Eexe.gpj' }]))
    const page = await openPage(german)
    await page.goto(app.url)
    await write(page, 'rechnung\u202Efdp.exe')
    await page.locator('.assistant').waitFor()
    await expect.poll(() => lines(page)).toEqual(['rechnungfdp.exe', 'sicherexe.gpj'])
  })

  browserTest('leads nowhere but to https, mail and telephone', async ({ openPage }) => {
    const content = [
      { text: 'eins', href: 'javascript:window.hacked=true' },
      { text: 'zwei', href: 'JaVaScRiPt:window.hacked=true' },
      { text: 'drei', href: 'data:text/html,<script>1</script>' },
      { text: 'vier', href: 'https://example.org/' },
      { text: '0345 1234', phone: '0345 1234' },
    ]
    app.onMessage = ({ address }) => app.reply(address, says([{ kind: 'paragraph', content }]))
    const page = await openPage(german)
    await page.goto(app.url)
    await write(page, 'Frage')
    await page.locator('.assistant').waitFor()
    const links = await page
      .locator('#log a')
      .evaluateAll((links) =>
        links.map((link) => ['href', 'rel', 'target'].map((name) => link.getAttribute(name))),
      )
    expect(links).toEqual([
      ['https://example.org/', 'noopener noreferrer', '_blank'],
      ['tel:03451234', null, null],
    ])
  })
})

describe('the page for everyone', () => {
  const sizes = [
    { name: 'a small phone', viewport: { width: 320, height: 568 } },
    { name: 'a desktop', viewport: { width: 1280, height: 800 } },
  ]
  const looks = sizes.flatMap((size) =>
    (['de-DE', 'ar'] as const).flatMap((locale) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ ...size, locale, colorScheme })),
    ),
  )

  browserTest.for(looks)(
    'has no serious fault and fits on $name, $locale, $colorScheme',
    async ({ name: _name, ...look }, { openPage }) => {
      const direction = look.locale === 'ar' ? 'rtl' : 'ltr'
      const language = look.locale.slice(0, 2)
      app.onMessage = async ({ address }) => {
        const person = says([{ kind: 'quote', author: 'M.', text: 'Guten Tag' }], {
          author: 'person',
        })
        await app.reply(address, person)
        await app.reply(address, says(everyBlock, { language, direction, buttons }))
      }
      const page = await openPage(look)
      await page.goto(app.url)
      expect(await page.locator('html').getAttribute('dir')).toBe(direction)
      expect(await seriousFaults(page)).toEqual([])
      await page.locator('summary').click()
      expect(await seriousFaults(page)).toEqual([])
      await page.keyboard.press('Escape')
      await write(page, 'Frage')
      await page.locator('.assistant').waitFor()
      expect(await seriousFaults(page)).toEqual([])
      const root = 'document.documentElement'
      const tooWide = await page.evaluate(`${root}.scrollWidth - ${root}.clientWidth`)
      expect(tooWide).toBe(0)
    },
  )

  browserTest(
    'can be used with the keyboard alone, in the order of reading',
    async ({ openPage }) => {
      const page = await openPage(german)
      await page.goto(app.url)
      const stops: unknown[] = []
      for (let count = 0; count < 10; count += 1) {
        await page.keyboard.press('Tab')
        stops.push(await page.evaluate(describeFocus))
      }
      expect(stops).toEqual([
        'de skip',
        'de language Deutsch',
        'de example.1',
        'de example.2',
        'de example.3',
        'de example.4',
        'message',
        'de send',
        'de askPerson',
        '112 de fireAndRescue',
      ])
    },
  )
})

/** Runs in the page: what has the focus, and whether one can see that it has. */
const describeFocus = `(() => {
  const element = document.activeElement
  const seen = getComputedStyle(element).outlineStyle !== 'none' || element.matches('.field:focus-within *')
  const name = element.getAttribute('aria-label') || element.id || element.innerText.replace(/\\s+/g, ' ')
  return name + (seen ? '' : ' (unseen)')
})()`

const everyBlock: Block[] = [
  { kind: 'heading', text: 'Bürgergeldbescheidüberprüfungsantragsformular' },
  {
    kind: 'paragraph',
    content: [
      { text: 'stark', strong: true },
      { text: ' link', href: `https://example.org/${'x'.repeat(80)}` },
      { text: '0345 213 893 99', phone: '0345 213 893 99' },
    ],
  },
  { kind: 'list', ordered: true, items: [[{ text: 'eins' }], [{ text: 'x'.repeat(60) }]] },
  { kind: 'list', ordered: false, items: [[{ text: 'zwei' }]] },
  {
    kind: 'sources',
    label: 'Quellen',
    items: [{ title: 'Amt', url: 'https://example.org/', checked: '2026-11-22' }],
  },
  { kind: 'note', text: 'Keine Rechtsberatung.' },
]
const buttons = [
  [
    { label: 'Das hat mir geholfen', action: { kind: 'ask-person' } as const },
    { label: 'Das hat mir nicht geholfen', action: { kind: 'ask-person' } as const },
  ],
]

async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as {
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)
}
