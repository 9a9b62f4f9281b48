export { createDirectory } from './directory.ts'
export { createPlaceFinder } from './find-place.ts'
export type { Directory, PlaceFinder, Referral, ReferralLevel } from './referral.ts'
