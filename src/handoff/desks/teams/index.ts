/**
 * The mediators' desk in a channel of Microsoft Teams: a post with a card for each case, and in its
 * thread what is said.
 *
 * teams-desk.ts  the desk: who may act, where to write, which cases to show
 * take-activity.ts  what mediators do becomes acts; activity.ts: what an activity asks for
 * show-case.ts   brings card and thread up to what the store holds
 * card.ts        a case as a card; judge-failure.ts: when to try again what Teams did not take
 * bot.ts         what this desk needs of the bot, which the Teams channel has
 */
export { isTeamsAccount } from './activity.ts'
export type { TeamsBot } from './bot.ts'
export { createTeamsDesk, type TeamsDesk } from './teams-desk.ts'
