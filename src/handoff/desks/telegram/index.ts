/**
 * The mediators' desk in a Telegram group with topics: a topic for each case, in it a pinned card with
 * buttons, and below what is said.
 *
 * telegram-desk.ts  the desk: which updates are its own, which cases to show
 * check-group.ts    whether the group is fit for it; members.ts: who is in it
 * read-update.ts    what an update asks for
 * take-update.ts    what mediators do becomes acts; take-words.ts: what they write, take-file.ts: what
 *                   they send, take-press.ts: their buttons; colleagues.ts: to whom a case can go over
 * show-case.ts      brings card and lines up to what the store holds, topics.ts the topic
 * errands.ts        what else is said or taken away in the group
 * card.ts           a case as a card, and as the name of a topic
 * pace.ts           the group's limit; judge-failure.ts: what a failed call means
 * bot.ts            what this desk needs of the bot, which the Telegram channel has
 */
export type { TelegramBot } from './bot.ts'
export { isTelegramAccount } from './read-update.ts'
export { createTelegramDesk, type TelegramDesk } from './telegram-desk.ts'
