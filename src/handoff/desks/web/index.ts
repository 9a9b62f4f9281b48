/** The mediators' desk in the browser. */
export { createFirstInvitation } from './accounts.ts'
export type { DeskLanguage, WebDeskOptions, WebDeskStore } from './options.ts'
export { type DeskTextKey, deskTextKeys } from './text-keys.ts'
export { createWebDesk } from './web-desk.ts'
