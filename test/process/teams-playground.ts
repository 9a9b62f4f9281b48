/**
 * The Microsoft 365 Agents Playground, a program of Microsoft that stands in for Teams, in a process
 * of its own on loopback. It is a test tool under a preview licence and no part of the program.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { textsIn } from '../fakes/teams-connector/server.ts'
import { freePort } from './free-port.ts'

const patienceMilliseconds = 60_000
const program = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')),
  'cli.js',
)

/** As Teams names channels, so that this one can be the mediators' desk. */
export const channelId = '19:announcements@thread.tacv2'

/** Who is there: what the Playground has where nobody says otherwise, but for the channel's id. */
const people = {
  version: '0.1.1',
  tenantId: '00000000-0000-0000-0000-0000000000001',
  bot: { id: '00000000-0000-0000-0000-00000000000011', name: 'Test Bot' },
  currentUser: person('user-id-0', 'Alex Wilber', 20),
  // It wants five at least.
  users: ['Megan', 'Adele', 'Isaiah', 'Patti', 'Lynne'].map((name, index) =>
    person(`user-id-${index + 1}`, `${name} Example`, 21 + index),
  ),
  personalChat: { id: 'personal-chat-id' },
  groupChat: { id: 'group-chat-id', name: 'Group Chat' },
  team: {
    id: 'team-id',
    name: 'My Team',
    aadGroupId: '00000000-0000-0000-0000-000000000031',
    channels: [{ id: channelId, name: 'Announcements' }],
  },
}

function person(id: string, name: string, number: number) {
  const [givenName, surname] = name.split(' ')
  const email = `${id}@example.com`
  const aadObjectId = `00000000-0000-0000-0000-0000000000${number}`
  return { id, name, userPrincipleName: email, aadObjectId, givenName, surname, email }
}

export interface Post {
  id: string
  conversation: string
  /** As it came, with its card. */
  activity: unknown
  text: string
}

export interface Playground {
  /** What a person sees. */
  url: string
  /** Conversations and people as it invented them. */
  personalChat: string
  groupChat: string
  channel: string
  bot: { id: string; name: string }
  person: { id: string; name: string }
  /** Sends what somebody else typed; with a mention, the bot's name comes first. */
  write(conversation: string, text: string, options?: { mention: boolean }): Promise<string>
  /** Adds the bot to a conversation. */
  install(conversation: string): Promise<void>
  /** What the bot has posted there so far. */
  posts(conversation: string): Post[]
  /** Presses a button below a post; resolves to the card as it is then. */
  press(post: Post, title: string): Promise<unknown>
  stop(): Promise<void>
}

/** @param directory Where it writes its log. */
export async function startPlayground(endpoint: string, directory: string): Promise<Playground> {
  const port = await freePort()
  // It looks for this file where it is started; JSON is YAML, too.
  writeFileSync(join(directory, '.m365agentsplayground.yml'), JSON.stringify(people))
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(import.meta.dirname, 'loopback-only.cjs'),
      program,
      ...['start', '--app-endpoint', endpoint, '--channel-id', 'msteams'],
      ...['--port', String(port), '--disable-telemetry'],
    ],
    {
      cwd: directory,
      env: {
        PATH: process.env.PATH ?? '',
        TEAMSAPPTESTER_BROWSER: 'none',
        M365_AGENTS_PLAYGROUND_LOGFILE: join(directory, 'playground.log'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The Playground is not ready in time:\n${output}`)),
      patienceMilliseconds,
    )
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes(`Listening on ${port}`)) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('exit', (code) => reject(new Error(`The Playground ended with ${code}:\n${output}`)))
  })
  const url = `http://localhost:${port}`

  async function call(path: string, body?: object): Promise<unknown> {
    const response = await fetch(url + path, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`The Playground answers ${path} with ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  const { config } = (await call('/_internal/v1/config')) as {
    config: {
      bot: Playground['bot']
      currentUser: Playground['person']
      personalChat: { id: string }
      groupChats: [{ id: string }]
    }
  }
  const { bot, currentUser: person } = config
  const at = `<at>${bot.name}</at>`

  const log = new WebSocket(`${url.replace('http', 'ws')}/_ws/log/stream`)
  const posts: Post[] = []
  log.addEventListener('message', ({ data }) => {
    const post = readPost(JSON.parse(String(data)))
    if (post) posts.push(post)
  })
  await new Promise((resolve, reject) => {
    log.addEventListener('open', resolve)
    log.addEventListener('error', reject)
  })

  return {
    url,
    personalChat: config.personalChat.id,
    groupChat: config.groupChats[0].id,
    channel: channelId,
    bot,
    person,
    async write(conversation, text, options) {
      const path = `/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`
      const sent = await call(path, {
        from: { id: person.id },
        ...(options?.mention
          ? {
              text: `${at} ${text}`,
              textFormat: 'xml',
              mentions: [{ mentioned: { id: bot.id }, text: at }],
            }
          : { text, textFormat: 'plain' }),
      })
      const { postConversationId } = sent as { postConversationId?: string }
      return postConversationId ?? conversation
    },
    async install(conversation) {
      await call(`/_debug/conversation/${encodeURIComponent(conversation)}/installation`, {})
    },
    posts: (conversation) => posts.filter((post) => post.conversation === conversation),
    async press(post, title) {
      const action = actionsIn(post.activity).find((one) => one.title === title)
      if (!action) throw new Error(`There is no button "${title}".`)
      const answer = await call('/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        value: { action, trigger: 'manual' },
        from: { id: person.id },
        conversation: { id: post.conversation },
        replyToId: post.id,
      })
      return (answer as { value: unknown }).value
    },
    async stop() {
      log.close()
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

const postSchema = z.object({
  log: z.object({
    from: z.literal('User Application'),
    activityName: z.literal('message'),
    conversationId: z.string(),
    messageId: z.string(),
    request: z.object({ body: z.object({ attachments: z.array(z.unknown()) }) }),
  }),
})

/** A line of its log as what the bot posted; `undefined` for other lines. */
function readPost(line: unknown): Post | undefined {
  const parsed = postSchema.safeParse(line).data
  if (!parsed) return undefined
  const { conversationId, messageId, request } = parsed.log
  const text = textsIn(request.body.attachments).join('\n')
  return { id: messageId, conversation: conversationId, activity: request.body, text }
}

function actionsIn(value: unknown): { title: string }[] {
  if (typeof value !== 'object' || value === null) return []
  if ('type' in value && value.type === 'Action.Execute' && 'title' in value) {
    return [value as { title: string }]
  }
  return Object.values(value).flatMap(actionsIn)
}
