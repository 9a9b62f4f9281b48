import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { browserTest } from './browser.ts'
import { contentWith, entryText, entryYaml } from './content.ts'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'lotse-preview-'))
const content = await contentWith({
  'starred.yaml': '- housing/one\n',
  'entries/housing/one/entry.yaml': entryYaml(
    'housing/one',
    'figures: { law: { text: "§ 551 BGB" }, number: { phone: "115" } }',
  ),
  'entries/housing/one/de.md': entryText('Briefkasten', '{{law}}, {{number}}. </script><b>x</b>'),
  'entries/housing/one/ar.md': entryText('صندوق', 'القانون ({{law}}) Kaution، {{number}}.'),
})
afterAll(async () => {
  await content.remove()
  await rm(folder, { recursive: true })
})

const environment = { ...process.env, KNOWLEDGE_DIR: content.directory }
const preview = (...options: string[]) =>
  run(process.execPath, ['scripts/knowledge-preview.ts', ...options], { env: environment })

describe('the preview of an entry', () => {
  it('says what it needs, and which entry is not there', async () => {
    await expect(preview()).rejects.toThrow('Name the entry')
    await expect(preview('housing/two')).rejects.toThrow('There is no entry "housing/two"')
    await expect(preview('housing/one', '--port', 'x')).rejects.toThrow('--port must be a number')
    expect((await preview('--help')).stdout).toContain('--once')
  })

  it('is a page of this computer alone, which shows the last change', async () => {
    const child = spawn(process.execPath, ['scripts/knowledge-preview.ts', 'housing/one'], {
      env: environment,
    })
    try {
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(line.toString())?.[0] ?? ''
      const read = async () => (await fetch(url)).text()
      expect(await read()).not.toContain('Nachtrag')
      const file = join(content.directory, 'entries/housing/one/de.md')
      await writeFile(file, `${await readFile(file, 'utf8')}\nNachtrag.\n`)
      expect(await read()).toContain('Nachtrag')
      await writeFile(join(content.directory, 'entries/housing/one/en.md'), '# Broken')
      expect(await read()).toContain('The file must begin with')
      await rm(join(content.directory, 'entries/housing/one/en.md'))
    } finally {
      child.kill()
    }
  })

  browserTest('shows Telegram, Teams and the web in both directions', async ({ openPage }) => {
    const file = join(folder, 'one.html')
    await preview('housing/one', '--once', file)
    const page = await openPage({ colorScheme: 'light' })
    await page.goto(pathToFileURL(file).href)

    expect(await page.locator('section').count()).toBe(2)
    expect(await page.getByText('Still to be written').innerText()).toContain('English')
    const arabic = page.locator('#ar')
    await arabic.locator('.ac-adaptiveCard').first().waitFor()
    const shown = {
      telegram: arabic.locator('.bubble').first(),
      teams: arabic.locator('.teams'),
      web: arabic.frameLocator('iframe').locator('.said').first(),
    }
    for (const place of Object.values(shown)) {
      const text = await place.innerText()
      expect(text).toContain('\u2066§ 551 BGB\u2069')
      expect(text).toContain('Kaution: ')
      expect(text).toContain('115')
    }
    expect(await shown.teams.locator('.ac-adaptiveCard').first().getAttribute('dir')).toBe('rtl')
    expect(await shown.web.getAttribute('dir')).toBe('rtl')
    expect(await shown.teams.locator('a[href="tel:115"]').count()).toBe(1)
    expect(await arabic.locator('.row').first().innerText()).toContain('115')

    const german = page.locator('#de')
    expect(await german.locator('.bubble').first().innerText()).toContain('</script>')
    const frame = await german.locator('iframe').boundingBox()
    expect(frame?.height).toBeGreaterThan(200)
  })
})
