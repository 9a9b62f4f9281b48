import { readStartArgument } from '../../handoff/mediation.ts'
import { stripUnsafeCharacters } from '../../language/normalize-text.ts'
import type { PhraseKind } from '../../language/phrases.ts'
import { type CommandName, commandNames } from '../../message.ts'
import { showInvitation, withInvitation } from '../mediation/join.ts'
import { askPerson } from '../outcomes/ask-person.ts'
import {
  askPlace,
  askRole,
  chooseLanguage,
  confirmForget,
  setLanguage,
  setPlace,
} from '../outcomes/remember.ts'
import { answerWith, button, say } from '../reply.ts'
import type { Outcome, Turn } from '../turn.ts'
import { longestText } from './refuse-input.ts'

/** Commands come from a channel's menu, or typed: "/language ar", or in words: "delete my data". */
export function runCommand(turn: Turn): Outcome | undefined | Promise<Outcome | undefined> {
  const command = commandOf(turn)
  if (!command) return undefined
  const { services, conversation } = turn
  const { language } = conversation
  switch (command.name) {
    case 'start': {
      const secret = readStartArgument(command.argument)
      if (secret) return showInvitation(turn, secret)
      return answerWith(
        turn,
        { kind: 'command', command: 'start' },
        [say(services, language, 'chat.greeting'), say(services, language, 'chat.privacy')],
        {
          buttons: [
            [button(services, language, 'button.changeLanguage', { kind: 'choose-language' })],
          ],
          conversation: { ...conversation, pending: undefined },
        },
      )
    }
    case 'help':
      return sayOnly(turn, 'help', ['chat.help', 'chat.privacy'])
    case 'stop':
      return sayOnly(turn, 'stop', ['chat.stop'])
    case 'language':
      return withInvitation(
        turn,
        setLanguage(turn, languageNamed(turn, command.argument)) ?? chooseLanguage(turn),
      )
    case 'role':
      return askRole(turn)
    case 'place': {
      const [match, ...others] = services.places.find(command.argument)
      const isClear = match && others.length === 0
      return (isClear && setPlace(turn, match.key)) || askPlace(turn, [])
    }
    case 'person':
      // Too long to be read: the next step says so.
      if (command.argument.length > longestText) return undefined
      return askPerson(turn, command.argument || conversation.lastQuestion)
    case 'forget':
      return confirmForget(turn)
    default:
      return command.name satisfies never
  }
}

function sayOnly(turn: Turn, command: 'help' | 'stop', keys: string[]): Outcome {
  const { services, conversation } = turn
  return answerWith(
    turn,
    { kind: 'command', command },
    keys.map((key) => say(services, conversation.language, key)),
    { conversation: { ...conversation, pending: undefined } },
  )
}

function commandOf(turn: Turn): { name: CommandName; argument: string } | undefined {
  const { content } = turn.message
  if (content.kind === 'command') {
    const argument = content.command === 'person' ? turn.text : content.argument
    return { name: content.command, argument: stripUnsafeCharacters(argument) }
  }
  if (content.kind !== 'text' || !turn.text) return undefined
  const typed = /^\/(\w+)\s*(.*)$/su.exec(turn.text)
  const name = commandNames.find((candidate) => candidate === typed?.[1]?.toLowerCase())
  if (name) return { name, argument: typed?.[2]?.trim() ?? '' }
  return commandInWords(turn)
}

function commandInWords({ text, messageLanguage, services }: Turn) {
  const is = (kind: PhraseKind) =>
    services.phrases.consistsOf([kind, 'greeting'], text, messageLanguage)
  const isOnlyGreeting = services.phrases.consistsOf(['greeting'], text, messageLanguage)
  if (services.phrases.contains('forget', text, messageLanguage)) {
    return { name: 'forget' as const, argument: '' }
  }
  if (isOnlyGreeting) return undefined
  if (is('help')) return { name: 'help' as const, argument: '' }
  if (is('stop')) return { name: 'stop' as const, argument: '' }
  return undefined
}

/** "ar", "arabisch" is not needed: the language's own name or its code. */
function languageNamed(turn: Turn, argument: string): string {
  const wanted = argument.trim().toLowerCase()
  const found = [...turn.services.knowledge.languages.values()].find(
    ({ code, name }) => code === wanted || name.toLowerCase().split(' / ').includes(wanted),
  )
  return found?.code ?? ''
}
