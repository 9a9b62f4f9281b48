/** A street with a house number. A town or a postal code alone tells no home and stays. */
import { type FindSpans, spansOf, wordEnd, wordStart } from './span.ts'

const houseNumber =
  '(?:nr\\.? ?)?\\d{1,3}(?! ?(?:%|€|euro|uhr|m²|qm|cent))(?: ?[a-h](?![\\p{L}]))?(?:[/-]\\d{1,3})?'
const town = '(?:,? ?(?:\\d{5}) ?(?:\\p{Lu}[\\p{L}-]+)?)?'

/** In any spelling: people write `hallesche str 5` as well. */
const endings = 'stra(?:ß|ss)e|str\\.?|allee|gasse|chaussee|promenade|weg|platz|ring|ufer|damm'
const compound = `\\p{L}[\\p{L}.-]*(?:${endings})`
const twoWords = `\\p{L}[\\p{L}-]+(?:er|en|em|es|e|s) (?:${endings})`
/** Only with a capital: `am Markt 5` and not `weg 3`. */
const afterPreposition =
  '(?:Am|An der|An den|Auf dem|Auf der|Im|In der|In den|Unter den|Zum|Zur|Hinter der|Vor dem) (?:Alten |Neuen |Großen |Kleinen )?\\p{Lu}[\\p{L}-]{3,}'
/** Streets that end as nothing else does, named by their capital. */
const proper =
  '\\p{Lu}\\p{L}+(?:-\\p{Lu}\\p{L}+)*(?:graben|hof|berg|markt|tor|wall|winkel|steig|park|anger|breite|siedlung|plan)'

const size = '(?:(?:groß|klein|alt|neu|lang|breit|ober|unter|hinter)(?:e|er|en|em)? )?'
const german = new RegExp(
  `${wordStart}${size}(?:${compound}|${twoWords}) ${houseNumber}${wordEnd}${town}`,
  'dgiu',
)
/** These look like "im Winter 20 Grad": the town or a word for living must stand beside them. */
const home =
  '(?:wohn\\p{L}*|adresse|anschrift|address|live at|lives? in|adresse est|habite|адрес\\p{L}*|живу|мешкаю|адреса|أسكن|ساكن|عنواني|العنوان|آدرس\\p{L}*|زندگی می‌?کنم|adresim|oturuyorum)'
const named = `(?:${afterPreposition}|${proper}) ${houseNumber}${wordEnd}`
const namedWithTown = new RegExp(`${wordStart}${named},? ?\\d{5}(?: \\p{Lu}[\\p{L}-]+)?`, 'dgu')
const namedAfterCue = new RegExp(
  `${wordStart}${home}[^.!?\\n]{0,25}?(?<value>${wordStart}${named}${town})`,
  'dgu',
)

/** The same with other languages' words for a street. */
const foreignWords = [
  `(?:улиц\\p{L}*|ул\\.|вулиц\\p{L}*|вул\\.|проспект\\p{L}*|переулок) (?:\\p{L}[\\p{L}.-]+ ?){1,3},? ?(?:д\\.? ?|дом |буд\\.? ?|будинок )?${houseNumber}`,
  `\\p{Lu}[\\p{L}-]+ ?(?:штрассе|страссе|штрасе|аллее|вег|плац),? ?(?:д\\.? ?|дом |буд\\.? ?)?${houseNumber}`,
  `(?:شارع|شتراسه|خیابان|کوچه|جاده) (?:[\\p{L}\\p{M}‌-]+ ?){1,3}[،,]? ?(?:رقم |بناء |پلاک |شماره )?${houseNumber}`,
  `[\\p{L}\\p{M}‌-]+ ?(?:شتراسه|شتراسة|اشتراسه) (?:رقم |پلاک |شماره )?${houseNumber}`,
  `\\d{1,3}(?: bis)?,? (?:rue|avenue|boulevard|place|allée|chemin) (?:(?:de la|du|des|de|d[’']) ?)?\\p{L}[\\p{L}-]+`,
  `(?:rue|avenue) (?:de la |du |des |de )?\\p{L}[\\p{L}-]+,? (?:n° ?|numéro )?${houseNumber}`,
  `\\d{1,3} \\p{Lu}[\\p{L}-]+ (?:street|road|avenue|lane|square)`,
  `\\p{Lu}[\\p{L}-]+ (?:street|road|avenue) ${houseNumber}`,
  `\\p{L}[\\p{L}-]+ (?:caddesi|cad\\.|sokağı|sokak|sok\\.) (?:no:? ?)?${houseNumber}`,
]
const foreign = new RegExp(`${wordStart}(?:${foreignWords.join('|')})${wordEnd}${town}`, 'dgiu')

export const findAddresses: FindSpans = (text) =>
  [german, namedWithTown, namedAfterCue, foreign].flatMap((pattern) =>
    spansOf('address', text, pattern),
  )
