/**
 * The mediators' desk in a channel of Microsoft Teams: a post with a card for each case, and in its
 * thread what is said.
 *
 * teams-desk.ts  the desk: takes activities of the channel, shows cases that changed
 * activity.ts    what an activity asks for; pure
 * show-case.ts   brings card and thread up to what the store holds
 * card.ts        a case as a card; thread.ts: its lines as messages; words.ts: in the desk's language
 * send-queue.ts  one call after the other, tried again until it is through
 * bot.ts         what this desk needs of the bot, which the Teams channel has
 */
export { isTeamsAccount } from './activity.ts'
export type { TeamsBot } from './bot.ts'
export { createTeamsDesk, type TeamsDesk } from './teams-desk.ts'
