/** The port to the directory of organisations and to the geography of the state. */

import type { Municipality, Organisation, Topic } from '../knowledge/schema.ts'
import type { LanguageCode } from '../message.ts'

/** How far the search had to go: municipality, district, the bigger neighbouring city, the state. */
export type ReferralLevel = 'same-town' | 'district' | 'bigger-city' | 'state'

export interface Referral {
  organisation: Organisation
  level: ReferralLevel
  /** Where it sits, when that is not the user's own town. */
  city?: Municipality
  /** Straight-line distance from the user's town, in whole kilometres; with `bigger-city`. */
  kilometres?: number
  /** Whether it is known to speak the user's language. */
  speaksLanguage: boolean
}

export interface Directory {
  /**
   * Organisations that help with one of `topics`, nearest level first, then those that speak the
   * language. Without a municipality only those for the whole state. An authority is named only in
   * the districts that it is responsible for; who refused or withdrew consent, never.
   */
  find(options: {
    topics: Topic[]
    language: LanguageCode
    municipality?: string
    limit?: number
  }): Referral[]
  /** The bigger city that people of this municipality turn to, where it lies in that district. */
  biggerCity(
    municipality: string,
    district: string,
  ): { municipality: Municipality; kilometres: number } | undefined
}

/** What a text says about a place: nothing, one municipality, or several with the same name or code. */
export interface PlaceFinder {
  /**
   * The whole text is a place: "06217", "Merseburg", "merseburg saale", "магдебург", "هاله". A village
   * whose municipality is not on record gives the likeliest ones, at most three.
   */
  find(text: string): Municipality[]
  /**
   * A place named inside a longer text, only where it is unmistakable: a postal code of the state,
   * or a town's name after "in", "aus", "from", "у", "في" ... or a name that is no ordinary word.
   * "in Merseburg near Halle" is Merseburg; of two equals, such as "from Halle to Magdeburg", none.
   */
  mentioned(text: string): Municipality | undefined
}
