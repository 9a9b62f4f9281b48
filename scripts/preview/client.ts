/** Draws what only a browser can: Teams' cards with Microsoft's renderer, the web chat with its own code. */
import { AdaptiveCard, HostConfig } from 'adaptivecards'
import { render } from 'lit-html'
import { conversationTemplate } from '../../src/channels/web/client/conversation.ts'
import { createWords } from '../../src/channels/web/client/words.ts'
import type { DrawnView } from './drawn-view.ts'

/** Teams' look as far as it is published; the client itself may differ in fonts and colours. */
const teamsLook = new HostConfig({
  fontFamily: 'Segoe UI, system-ui, sans-serif',
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
  spacing: { none: 0, small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  containerStyles: {
    default: {
      backgroundColor: '#ffffff',
      foregroundColors: {
        default: { default: '#242424', subtle: '#616161' },
        accent: { default: '#5b5fc7', subtle: '#5b5fc7' },
      },
    },
    emphasis: {
      backgroundColor: '#f0f0f0',
      foregroundColors: { default: { default: '#242424', subtle: '#616161' } },
    },
  },
  actions: { maxActions: 6, actionsOrientation: 'horizontal', actionAlignment: 'left' },
})

const webStyle = document.querySelector('#web-style')?.textContent ?? ''

function drawCards(place: Element, cards: DrawnView['cards']): void {
  for (const json of cards) {
    const card = new AdaptiveCard()
    card.hostConfig = teamsLook
    card.parse(json)
    const drawn = card.render()
    if (drawn) place.append(drawn)
  }
}

/** In a frame of its own, so that the chat's style sheet meets only the chat. */
function drawChat(frame: HTMLIFrameElement, view: DrawnView): void {
  const page = frame.contentDocument
  if (!page) return
  page.documentElement.lang = view.interface.language
  page.documentElement.dir = view.interface.direction
  page.head.innerHTML = '<meta name="color-scheme" content="light dark">'
  page.head.append(Object.assign(page.createElement('style'), { textContent: webStyle }))
  const log = Object.assign(page.createElement('div'), { id: 'log' })
  page.body.append(log)
  page.body.style.cssText = 'display: block; min-block-size: 0; padding: 0.75rem'
  const items = view.lines.map((line) => ({ kind: 'line' as const, key: line.id, line }))
  const nothing = () => undefined
  render(
    conversationTemplate(items, createWords(view.interface), { press: nothing, resend: nothing }),
    log,
  )
  const takeHeight = () => {
    frame.style.blockSize = `${page.body.scrollHeight + 2}px`
  }
  new ResizeObserver(takeHeight).observe(log)
  takeHeight()
}

for (const channels of document.querySelectorAll('.channels')) {
  const view: DrawnView = JSON.parse(channels.querySelector('script')?.textContent ?? '')
  const teams = channels.querySelector('.teams')
  const chat = channels.querySelector('iframe')
  if (teams) drawCards(teams, view.cards)
  if (chat) drawChat(chat, view)
}
