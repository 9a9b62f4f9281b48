/** Words that decide whether a name inside a sentence is a town. All folded as `foldName` does. */
import { normalizeForMatching } from '../language/normalize-text.ts'

/** Small letters, no accents, `ae`, `oe`, `ue` as `ä`, `ö`, `ü`. */
export function foldName(text: string): string {
  return normalizeForMatching(text).replace(/([aou])e/g, '$1')
}

const words = (list: string) => new Set(list.trim().split(/\s+/))

/** The town after these is where somebody is: "in", "w", "li", Vietnamese "ở" and "tại". */
export const inWords = words('in im en em w we v u li o tai')

/**
 * Directions, and what stands before a town's name on letters and in searches. Not Albanian "në" and
 * "me": "në halle" means "in trouble".
 */
export const townWords = words(`
  aus von nach from to at a de da di ji do z ze s iz na para pour ku dans din
  stadt city town ville ciudad cidade miasto oras orasul sehir sehri bajare magaalada qyteti
  auslanderbehorde auslanderamt jobcenter burgeramt burgerburo sozialamt jugendamt standesamt
  einwohnermeldeamt meldeamt finanzamt amtsgericht rathaus krankenhaus bahnhof uni universitat
  wohnung wohne wohnhaft lebe office
`)

/** The town after these is only near by: "Burg bei Magdeburg", "Merseburg near Halle". */
export const nearWords = words('bei near nahe kod')

export const articles = words('die der das den dem eine einer eines ein the a')

/** After these a name is a person's: "Frau Wittenberg". */
export const titles = words(
  'herr herrn frau familie mr mrs ms dr monsieur madame senor senora pan pani',
)

/** Shorter names ("Burg", "Halle", "Werben") count inside a sentence only after such a word. */
export const unmistakableLength = 7

/** Short, and yet nothing but a town. */
export const unmistakableNames = words('dessau kothen zerbst zeitz leuna')

/** Long enough, and yet a word, a surname or a landscape too. */
export const ordinaryNames = new Set(
  `brucken, seeland, ausleben, kaiserpfalz, westheide, petersberg, goldbeck, landsberg, falkenstein,
  arnstein, blankenheim, mertendorf, hohenberg, winterfeld, sommersdorf, altenhausen, burgstall,
  bordeland, finneland, mansfeld, schonburg, wallhausen, bornstedt, osterfeld, groningen, oberharz,
  nordharz, sudharz, elsterau, selke au, an der poststrasse, am grossen bruch`.split(/,\s+/),
)

/** Half of a municipality's name, and a landscape of many municipalities. */
export const landscapes = words('borde')

/** Endings of places in Turkish, Polish, Czech, Albanian, Kurdish and a German genitive. */
export const placeEndings =
  's a e i u y em ie om da de ta te dan den tan ten daki deki taki teki dayim deyim ya ye nin'.split(
    ' ',
  )

/** Places elsewhere that a slip of the finger makes of ours, or ours of them. */
export const elsewhere = new Set(
  `augsburg, bamberg, berlin, bielefeld, bochum, bonn, brandenburg, braunschweig, bremen, chemnitz,
  coburg, darmstadt, dortmund, dresden, duisburg, dusseldorf, erfurt, erlangen, essen, finnland,
  frankfurt, freiberg, freiburg, furth, gottingen, hamburg, hannover, heidelberg,
  heilbronn, hildesheim, homburg, ingolstadt, jena, karlsruhe, kassel, kiel, koblenz, koln, leipzig,
  limburg, lubeck, luneburg, mainz, mannheim, marburg, munchen, munster, neumunster, nurnberg,
  offenburg, oldenburg, osnabruck, potsdam, ravensburg, regensburg, rostock, saarbrucken, salzburg,
  schwerin, strassburg, stuttgart, trier, ulm, weimar, wiesbaden, wolfsburg, wurzburg, zwickau,
  baden wurttemberg, bayern, hessen, niedersachsen, sachsen, sachsen anhalt, thuringen, deutschland,
  germany, ukraine, syrien, england, irland, finland, holland`.split(/,\s+/),
)
