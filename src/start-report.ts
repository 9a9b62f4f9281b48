/** What is on and off, for the operator, a line each. */
import type { Config } from './config.ts'
import type { Services } from './conversation/turn.ts'

function describeTeams({ teams, publicUrl }: Config, url: string): string {
  switch (teams?.kind) {
    case undefined:
      return 'Teams          off (TEAMS_CLIENT_ID, _SECRET and TEAMS_TENANT_ID in .env switch it on, see docs/teams.md)'
    case 'development':
      return `Teams          OPEN TO EVERY PROGRAM ON THIS MACHINE, NO TOKEN IS CHECKED (TEAMS_DEVELOPMENT) at ${url}/api/messages`
    case 'registered':
      return `Teams          on (messaging endpoint ${publicUrl ?? url}/api/messages)`
    default:
      return teams satisfies never
  }
}

/** @param about.invitation The link for the first account, where nobody has one yet. */
export function describeStart(about: {
  config: Config
  url: string
  model: string[]
  retrieval: string
  services: Services
  invitation: string | undefined
}): string[] {
  const { config, url, model, retrieval, services, invitation } = about
  const { entries, messages, organisations } = services.knowledge
  const telegram = config.telegram
    ? `Telegram       on (${config.publicUrl ? `webhook at ${config.publicUrl}` : 'long polling; PUBLIC_URL switches to a webhook'})`
    : 'Telegram       off (TELEGRAM_BOT_TOKEN in .env switches it on)'
  return [
    `Web chat       ${url}/`,
    `Desk           ${url}/desk`,
    telegram,
    describeTeams(config, url),
    ...(config.teamsDesk ? [`Desk in Teams  on (channel ${config.teamsDesk.channel})`] : []),
    ...(config.telegramDesk ? [`Telegram desk  on (group ${config.telegramDesk.group})`] : []),
    config.translator
      ? `Translation    on (${config.translator.kind})`
      : 'Translation    off (TRANSLATOR in .env lets users and mediators each write their own language)',
    ...model,
    `Retrieval      ${retrieval}`,
    `Knowledge      ${entries.size} entries, ${organisations.size} organisations, ${messages.size} languages spoken`,
    `Data           ${config.dataDirectory} (DATA_DIR)`,
    ...(invitation
      ? [
          '',
          'Nobody can answer at the desk yet. Create the first account with this link, which works once:',
          invitation,
        ]
      : []),
  ]
}
