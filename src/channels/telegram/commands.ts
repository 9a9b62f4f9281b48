/** The menu of commands that Telegram shows, in the language of the reader's app. */
import type { Api } from 'grammy'
import type { BotCommand, LanguageCode as TelegramLanguageCode } from 'grammy/types'
import type { LanguageCode } from '../../message.ts'
import type { CommandDescriptions } from '../channel.ts'
import { describeFailure, readFailure } from './failure.ts'
import type { Logger } from './logger.ts'
import { callSignal } from './signal.ts'

/** Registers the menu for every language and one for all others. Never rejects. */
export async function registerCommands(
  api: Api,
  descriptions: CommandDescriptions,
  options: { logger: Logger; signal: AbortSignal },
): Promise<void> {
  const { logger, signal } = options
  const { languages } = descriptions
  const fallback = languages.includes('en') ? 'en' : languages[0]
  if (fallback === undefined) return

  const menus: { menu: LanguageCode; languageCode?: TelegramLanguageCode }[] = [
    { menu: fallback },
    ...languages
      .filter(isTelegramLanguageCode)
      .map((languageCode) => ({ menu: languageCode, languageCode })),
  ]
  for (const { menu, languageCode } of menus) {
    try {
      await api.setMyCommands(
        menuIn(menu, descriptions),
        languageCode && { language_code: languageCode },
        callSignal(signal),
      )
    } catch (error) {
      if (signal.aborted) return
      const failure = readFailure(error)
      const reason = describeFailure(failure)
      logger.warn({ language: menu, reason }, 'Telegram refuses the menu of commands')
      // One language may be unknown to Telegram; anything else would befall the next one too.
      if (failure.kind !== 'bad-request') return
    }
  }
}

/** Telegram takes two-letter codes only: no `kmr`, no `de-simple`. */
function isTelegramLanguageCode(code: string): code is TelegramLanguageCode {
  return /^[a-z]{2}$/.test(code)
}

function menuIn(language: LanguageCode, descriptions: CommandDescriptions): BotCommand[] {
  return descriptions.commands.map((command) => ({
    command,
    description: descriptions.describe(command, language).slice(0, 256) || command,
  }))
}
