import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeApp, findProblems, type ManifestValues } from '../scripts/teams-manifest.ts'
import { commandNames } from '../src/message.ts'

const root = join(import.meta.dirname, '..')
const clientId = '11111111-1111-4111-8111-111111111111'
const template = JSON.parse(readFileSync(join(root, 'teams', 'manifest.json'), 'utf8'))
const values: ManifestValues = {
  version: '1.0.0',
  clientId,
  developer: 'City of Lotse',
  publicUrl: 'https://lotse.example',
  domain: 'lotse.example',
  privacyUrl: 'https://lotse.example/privacy',
  termsUrl: 'https://lotse.example/terms',
}
const keys = [...JSON.stringify(template).matchAll(/\{\{text ([^}]+)\}\}/g)].map(([, key]) => key!)
const sentences = (language: string) =>
  Object.fromEntries(keys.map((key) => [key, `${key} in ${language}`]))
const messages = new Map(['de', 'ar', 'kmr'].map((language) => [language, sentences(language)]))

describe('the description of the app', () => {
  it('speaks German, and the other languages in files that Teams asks for', () => {
    const { manifest, localizations } = describeApp({ template, values, messages })
    expect(manifest).toMatchObject({
      id: clientId,
      bots: [{ botId: clientId }],
      description: { short: 'web.tagline in de' },
      localizationInfo: {
        defaultLanguageTag: 'de',
        additionalLanguages: [{ languageTag: 'ar', file: 'ar.json' }],
      },
    })
    expect([...localizations.keys()]).toEqual(['ar.json'])
    expect(localizations.get('ar.json')).toMatchObject({
      'name.short': 'Lotse',
      'description.short': 'web.tagline in ar',
      'bots[0].commandLists[0].commands[0].description': 'command.help in ar',
    })
    expect(JSON.stringify(manifest)).not.toContain('{{')
  })

  it("keeps to Microsoft's schema", () => {
    expect(findProblems(describeApp({ template, values, messages }))).toEqual([])
  })

  it.each<[string, object, string]>([
    ['an id that is none', { ...values, clientId: 'lotse' }, 'manifest.json/id'],
    ['an address without https', { ...values, publicUrl: 'lotse' }, 'manifest.json/developer'],
    [
      'a name that is too long',
      { ...values, developer: 'x'.repeat(40) },
      'manifest.json/developer',
    ],
  ])('does not with %s', (_, wrong, place) => {
    const app = describeApp({ template, values: wrong as ManifestValues, messages })
    expect(findProblems(app).join('\n')).toContain(place)
  })

  it('does not with words that are too long, and says in which language', () => {
    const long = new Map(messages).set('ar', { ...sentences('ar'), 'web.tagline': 'x'.repeat(81) })
    const problems = findProblems(describeApp({ template, values, messages: long }))
    expect(problems).toEqual([expect.stringMatching(/^ar\.json\/description\.short: .*80/)])
  })

  it('lacks no sentence, knows every placeholder and uses every value', () => {
    const poor = new Map(messages).set('ar', {})
    expect(() => describeApp({ template, values, messages: poor })).toThrow(
      /"ar" lack .*web\.tagline/,
    )
    const odd = { ...template, version: '{{versoin}}' }
    expect(() => describeApp({ template: odd, values, messages })).toThrow(/unknown "versoin"/)
    const without = { ...template, version: '1.0.0' }
    expect(() => describeApp({ template: without, values, messages })).toThrow(
      /no place for version/,
    )
  })

  it('offers commands that the assistant understands', () => {
    const titles = template.bots[0].commandLists.flatMap(
      ({ commands }: { commands: { title: string }[] }) => commands.map(({ title }) => title),
    )
    for (const title of titles) expect(commandNames).toContain(title.slice(1))
  })

  it('asks to read the channels of a team, so that mediators need not mention it', () => {
    expect(template.authorization.permissions.resourceSpecific).toEqual([
      { name: 'ChannelMessage.Read.Group', type: 'Application' },
    ])
    expect(template.webApplicationInfo.id).toBe('{{clientId}}')
  })
})

describe('npm run teams:package', () => {
  let directory: string
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'lotse-package-'))
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  const run = (...options: string[]) =>
    promisify(execFile)(process.execPath, ['scripts/teams-package.ts', ...options], { cwd: root })

  it('writes a package with manifest, icons and languages', async () => {
    const out = join(directory, 'lotse.zip')
    const { stdout } = await run(
      ...['--client-id', clientId, '--public-url', 'https://lotse.example/', '--out', out],
    )
    expect(stdout).toContain(out)
    const files = unzipSync(readFileSync(out))
    const read = (name: string) => JSON.parse(strFromU8(files[name]!))
    expect(read('manifest.json')).toMatchObject({ validDomains: ['lotse.example'] })
    for (const { file } of read('manifest.json').localizationInfo.additionalLanguages)
      expect(read(file)).toHaveProperty(['description.full'])
    expect(sizeOf(files['color.png']!)).toEqual([192, 192])
    expect(sizeOf(files['outline.png']!)).toEqual([32, 32])
  })

  it.each([
    [['--public-url', 'https://lotse.example'], '--client-id'],
    [['--client-id', clientId, '--public-url', 'http://lotse.example'], '--public-url'],
    [['--client-id', 'lotse', '--public-url', 'https://lotse.example'], 'manifest.json/id'],
  ])('with %j says what is wrong and writes nothing', async (options, problem) => {
    await expect(run(...options, '--out', join(directory, 'none.zip'))).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(problem),
    })
    expect(() => readFileSync(join(directory, 'none.zip'))).toThrow()
  })
})

/** Width and height of a PNG, from its header. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}
