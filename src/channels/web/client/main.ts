import { render } from 'lit-html'
import type { WebInterface, WebLine } from '../protocol.ts'
import { readHistory, readInterface } from './api.ts'
import { createComposer } from './composer.ts'
import { createConnection } from './connection.ts'
import { conversationTemplate, draftTemplate } from './conversation.ts'
import { createDraft } from './draft.ts'
import { createIndicators } from './indicators.ts'
import { createOutgoing, readUnsent } from './outgoing.ts'
import { randomId } from './random-id.ts'
import { createScrolling } from './scrolling.ts'
import {
  type Item,
  lastAssistantLine,
  newestLine,
  type Pending,
  withLine,
  withPending,
} from './transcript.ts'
import { createWords, linkTo, showChosenLanguage, showInterface } from './words.ts'

const log = document.querySelector<HTMLElement>('#log')!
const welcome = document.querySelector<HTMLElement>('#welcome')!
const picker = document.querySelector<HTMLDetailsElement>('#languages')!
const forget = document.querySelector<HTMLElement>('[data-action^="forget"]')!

let page: WebInterface = JSON.parse(document.body.dataset.page!)
let words = createWords(page)
let wantedLanguage = page.language
let items: Item[] = []
let hasConversation = document.body.dataset.returning === 'true'

const indicators = createIndicators(() => words)
const draft = createDraft()
const scrolling = createScrolling(log)
const composer = createComposer({ words: () => words, onSend: (text) => say(text, { text }) })
const outgoing = createOutgoing({ language: () => page.language, onChange: pendingChanged })
const connection = createConnection({
  newestLine: () => newestLine(items),
  onLine: lineArrived,
  onCleared() {
    items = items.filter((item) => item.kind === 'pending' && item.pending.state !== 'accepted')
    draft.hide()
    draw()
  },
  onTyping: indicators.typing,
  onDraft(line) {
    const drawn = draftTemplate(line, words)
    if (drawn) draft.show(drawn)
  },
  onStateChange: indicators.connected,
})

function draw(): void {
  welcome.hidden = items.length > 0
  forget.hidden = items.length === 0
  render(
    conversationTemplate(items, words, {
      press: (label, action) => say(label, { action }),
      resend: outgoing.resend,
    }),
    log,
  )
}

function say(text: string, body: Pending['body'], silent = false): void {
  const at = new Date().toISOString()
  outgoing.send({ id: randomId(), at, text, body, silent, state: 'sending' })
  scrolling.toEnd()
}

function pendingChanged(pending: Pending): void {
  items = withPending(items, pending)
  draw()
  if (pending.state !== 'accepted') return
  // What nobody typed has no line of its own that could take its place.
  if (pending.silent && 'text' in pending.body) {
    items = items.filter(({ key }) => key !== pending.id)
    draw()
  }
  // The first message brought the cookie without which there is nothing to listen to.
  hasConversation = true
  connection.open()
}

function lineArrived(line: WebLine): void {
  items = withLine(items, line)
  if (line.from !== 'user') {
    indicators.answered()
    draft.hide()
  }
  draw()
  if (line.from !== 'user') scrolling.toNewest()
  followAssistant(line)
}

/** Someone who writes Arabic on a German phone reads the page's own words in Arabic, too. */
function followAssistant(line: WebLine | undefined): void {
  if (line?.from === 'assistant') showLanguage(line.language)
}

async function showLanguage(language: string): Promise<void> {
  if (language === wantedLanguage || !picker.querySelector(linkTo(language))) return
  wantedLanguage = language
  const read = await readInterface(language).catch(() => page)
  // Meanwhile another one was chosen, whose words are on their way.
  if (language !== wantedLanguage) return
  page = read
  wantedLanguage = page.language
  words = createWords(page)
  showInterface(page, words)
  showChosenLanguage(picker, page.language)
  composer.show()
  draw()
}

picker.addEventListener('click', async (event) => {
  const link = (event.target as Element).closest<HTMLElement>('[data-language]')
  if (!link) return
  event.preventDefault()
  picker.open = false
  picker.querySelector('summary')?.focus()
  const language = link.dataset.language!
  if (hasConversation || items.length > 0) say('', { action: link.dataset.action! }, true)
  else history.replaceState(null, '', `/?language=${language}`)
  await showLanguage(language)
})

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || !picker.open) return
  picker.open = false
  picker.querySelector('summary')?.focus()
})

document.addEventListener('click', (event) => {
  const target = event.target as Element
  if (!picker.contains(target)) picker.open = false
  const button = target.closest('button')
  const label = button?.textContent ?? ''
  if (button?.dataset.action) say(label, { action: button.dataset.action })
  else if (button && 'example' in button.dataset) {
    say(label, { text: label })
    composer.focus()
  }
})

async function begin(): Promise<void> {
  if (hasConversation) {
    log.setAttribute('aria-busy', 'true')
    const { lines } = await readHistory().catch(() => ({ lines: [] }))
    for (const line of lines) items = withLine(items, line)
    draw()
    scrolling.jumpToEnd()
    log.removeAttribute('aria-busy')
    followAssistant(lastAssistantLine(items))
    connection.open()
  }
  draw()
  for (const pending of readUnsent()) {
    if (pending.state === 'failed') pendingChanged(pending)
    else outgoing.send(pending)
  }
  followLink()
}

/** Somebody came by a link such as an invitation's; a reload, or going back, says nothing again. */
function followLink(): void {
  const address = new URL(location.href)
  const argument = address.searchParams.get('start')
  if (!argument) return
  address.searchParams.delete('start')
  history.replaceState(null, '', address)
  say('', { text: `/start ${argument}` }, true)
}

begin()
