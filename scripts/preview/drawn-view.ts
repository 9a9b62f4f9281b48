/** What travels from the command into its page. Imports shapes alone, so that both can use it. */
import type { AdaptiveCard } from '../../src/channels/teams/card.ts'
import type { WebInterface, WebLine } from '../../src/channels/web/protocol.ts'

/** What the page's script draws with the code of the channels themselves. */
export interface DrawnView {
  cards: AdaptiveCard[]
  lines: WebLine[]
  interface: WebInterface
}
