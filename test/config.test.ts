import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigError, environmentVariables, readConfig } from '../src/config.ts'

const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8')
const commentedOut = /^#(?=[A-Z_]+=)/gm
/** As if an operator had taken every # away. */
const uncommented = parseEnv(example.replace(commentedOut, '')) as Record<string, string>

function problemOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'no problem'
}

describe('.env.example', () => {
  it('names every variable that the program reads, and no other', () => {
    expect(Object.keys(uncommented).toSorted()).toEqual(environmentVariables.toSorted())
  })

  it('sets nothing as it stands', () => {
    expect(parseEnv(example)).toEqual({})
  })

  it('shows the defaults: with every line uncommented the program is set up as without', () => {
    expect(readConfig(uncommented)).toEqual(readConfig({}))
  })

  it('says above each variable, in one line, what it does and what is taken when it is not set', () => {
    const lines = example.split('\n')
    for (const variable of environmentVariables) {
      const index = lines.findIndex((line) => line.startsWith(`#${variable}=`))
      expect(lines[index - 1], variable).toMatch(/^# .{20,} Default: .+\.$/)
      expect(lines[index - 2], variable).toBe('')
    }
  })

  it('states the same default in the line above as in the setting itself', () => {
    for (const [variable, value] of Object.entries(uncommented)) {
      const stated = new RegExp(`Default: ([^,\\n]+?)(?:, [^\\n]*)?\\.\\n#${variable}=`).exec(
        example,
      )?.[1]
      if (value === '') expect(stated, variable).toMatch(/^not set$|of this project$/)
      else expect(stated, variable).toBe(value)
    }
  })
})

describe('reading the environment', () => {
  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '39.78'],
    ['PUBLIC_URL', 'lotse.example'],
    ['TRUST_PROXY', 'yes'],
    ['TELEGRAM_BOT_TOKEN', 'my-bot'],
    ['TELEGRAM_API_ROOT', 'localhost'],
    ['TELEGRAM_WEBHOOK_SECRET', 'short'],
    ['TEAMS_CLIENT_ID', 'my-bot'],
    ['TEAMS_TENANT_ID', 'contoso.onmicrosoft.com'],
    ['TEAMS_ALLOWED_TENANTS', 'everybody'],
    ['TEAMS_OPENID_METADATA', 'https://login.example/keys'],
    ['TEAMS_DEVELOPMENT', 'yes'],
    ['TEAMS_DESK_CHANNEL_ID', 'Mediators'],
    ['TEAMS_DESK_LANGUAGE', 'German'],
    ['TELEGRAM_DESK_GROUP_ID', '1001234567890'],
    ['TELEGRAM_DESK_GROUP_ID', 'Mediators'],
    ['TELEGRAM_DESK_LANGUAGE', 'German'],
    ['CONVERSATION_DAYS', '0'],
    ['CLOSED_CASE_DAYS', 'a month'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s, in one line, when it is "%s"', (variable, value) => {
    const problem = problemOf({ [variable]: value })
    expect(problem).toMatch(new RegExp(`^Please mend \\.env: ${variable} \\S.*\\.$`))
  })

  it('names every variable that is not right, not only the first', () => {
    const problem = problemOf({ PORT: 'http', TRUST_PROXY: 'yes', LOG_LEVEL: 'info' })
    expect(problem).toContain('PORT ')
    expect(problem).toContain('TRUST_PROXY ')
    expect(problem).not.toContain('LOG_LEVEL')
    expect(problem).not.toContain('\n')
  })

  it('never repeats a secret that is not right', () => {
    expect(problemOf({ TELEGRAM_BOT_TOKEN: 'AAHdqTcvCH1vGWJxfSeofS' })).not.toContain('AAHdq')
    expect(problemOf({ TELEGRAM_WEBHOOK_SECRET: 'hunter2' })).not.toContain('hunter2')
  })

  it('takes a line with nothing after the = as not set', () => {
    const empty = Object.fromEntries(environmentVariables.map((variable) => [variable, '']))
    expect(readConfig(empty)).toEqual(readConfig({}))
  })

  it('takes no notice of what else stands in the environment', () => {
    expect(readConfig({ HOME: '/home/lotse', PORTS: '1' })).toEqual(readConfig({}))
  })

  it('turns "none" into search by words alone, and takes the last / off the public address', () => {
    const config = readConfig({ EMBEDDING_MODEL: 'none', PUBLIC_URL: 'https://lotse.example/' })
    expect(config.embeddingModel).toBeUndefined()
    expect(config.publicUrl).toBe('https://lotse.example')
  })

  it('has Telegram off without a token, whatever else of Telegram is set', () => {
    expect(readConfig({ TELEGRAM_WEBHOOK_SECRET: 'x'.repeat(16) }).telegram).toBeUndefined()
    expect(readConfig({ TELEGRAM_BOT_TOKEN: '123:abc' }).telegram).toEqual({ token: '123:abc' })
  })
})

describe('Teams in the environment', () => {
  const clientId = '11111111-1111-4111-8111-111111111111'
  const tenantId = '22222222-2222-4222-8222-222222222222'
  const other = '33333333-3333-4333-8333-333333333333'
  const credentials = {
    TEAMS_CLIENT_ID: clientId,
    TEAMS_CLIENT_SECRET: 'a secret of the bot',
    TEAMS_TENANT_ID: tenantId,
  }

  it('is off without credentials', () => {
    expect(readConfig({}).teams).toBeUndefined()
    expect(readConfig({ TEAMS_ALLOWED_TENANTS: other }).teams).toBeUndefined()
  })

  it("lets in the bot's own tenant alone, until others are listed", () => {
    const registration = { clientId, clientSecret: 'a secret of the bot', tenantId }
    expect(readConfig(credentials).teams).toEqual({
      kind: 'registered',
      registration: { ...registration, allowedTenants: [tenantId] },
    })
    const listed = { ...credentials, TEAMS_ALLOWED_TENANTS: `${tenantId}, ${other}` }
    expect(readConfig(listed).teams).toMatchObject({
      registration: { allowedTenants: [tenantId, other] },
    })
  })

  it.each(Object.keys(credentials))('names %s when it is the one that is missing', (missing) => {
    const problem = problemOf({ ...credentials, [missing]: '' })
    expect(problem).toContain(`${missing} is missing`)
    expect(problem).not.toContain('a secret of the bot')
  })

  it('opens without credentials on this machine alone', () => {
    const open = { TEAMS_DEVELOPMENT: 'true' }
    expect(readConfig(open).teams).toEqual({ kind: 'development' })
    expect(readConfig({ ...open, PUBLIC_URL: 'http://127.0.0.1:3978' }).teams).toBeDefined()
    expect(problemOf({ ...open, HOST: '0.0.0.0' })).toContain('HOST')
    expect(problemOf({ ...open, PUBLIC_URL: 'https://lotse.example' })).toContain('PUBLIC_URL')
    expect(problemOf({ ...open, TRUST_PROXY: 'true' })).toContain('TRUST_PROXY')
    expect(problemOf({ ...open, ...credentials })).toContain('TEAMS_DEVELOPMENT')
  })

  it('takes the channel of the desk as it stands in the link to it, and only beside Teams', () => {
    const desk = { TEAMS_DESK_CHANNEL_ID: '19%3aabc_1-2%40thread.tacv2' }
    expect(problemOf(desk)).toContain('TEAMS_DESK_CHANNEL_ID needs Teams itself')
    expect(readConfig({ ...desk, TEAMS_DEVELOPMENT: 'true' }).teamsDesk).toEqual({
      channel: '19:abc_1-2@thread.tacv2',
      tenant: undefined,
      language: 'de',
    })
  })

  it('takes the group of the desk in Telegram only beside Telegram itself', () => {
    const desk = { TELEGRAM_DESK_GROUP_ID: '-1001234567890' }
    expect(problemOf(desk)).toContain('TELEGRAM_DESK_GROUP_ID needs Telegram itself')
    expect(readConfig({ ...desk, TELEGRAM_BOT_TOKEN: '1:a' }).telegramDesk).toEqual({
      group: -1001234567890,
      language: 'de',
    })
  })
})
