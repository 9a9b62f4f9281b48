/** Words of the prompt, ids, marks and markup: nothing that a reader should ever see. */
import { normalizeForMatching } from '../../language/index.ts'
import type { AnswerPassage, DropReason, ModelAnswer } from './answer.ts'

/** Ids of passages, marks around data, keys, the names that prompts and models have for things. */
const machinery = [
  /<\/?\w[^>]*>|!\[[^\]]*\]\(|```|\{\{|\}\}|<\|/u,
  /[a-z-]+\/[a-z0-9-]+#[a-z]/u,
  /\[p\d+\]|\bp\d+\b(?=[\]).,]|$)/u,
  /\b[0-9a-f]{20,}\b/u,
  /\b(?:sk|key|token|bearer)-[\w-]{8,}/iu,
  /\b(?:system ?prompt|prompt injection|jailbreak|json|schema|openai|chatgpt|gpt-?\d|llama|mistral|claude|gemini|anthropic|large language model|sprachmodell)\b/iu,
]

/** How a model speaks of its orders, folded as `normalizeForMatching` leaves texts. */
const ordersSpoken = new RegExp(
  `(?<= )(?:${[
    'my (?:instructions|system|rules|prompt|guidelines)',
    'i (?:was|am|have been) (?:instructed|programmed|told|trained)',
    'as an? (?:ai|language model|assistant)',
    'ignor\\w* (?:all |the |my )?(?:previous|prior|above) (?:instructions|rules)',
    'meine? (?:anweisung\\w*|regeln|systemnachricht|vorgaben)',
    'ich (?:wurde|bin) (?:angewiesen|programmiert|trainiert)',
    'als (?:ki|kunstliche intelligenz|sprachmodell|assistent)',
    'mes (?:instructions|consignes|regles)|en tant qu (?:ia|assistant|intelligence)|on m a (?:demande|ordonne) de',
    'talimatlar(?:im|ima)|yapay zeka olarak|bana verilen (?:talimat|kural)\\w*|sistem (?:mesaji|istemi)',
    'мои (?:инструкции|правила)|как (?:ии|искусственный интеллект|языковая модель)|мне (?:велено|приказано|поручено)|системн\\w* (?:промпт|сообщени|запрос)\\w*',
    'мои (?:інструкції|правила)|мої (?:інструкції|правила)|як (?:ші|штучний інтелект|мовна модель)|мені (?:наказано|доручено)|системн\\S* (?:промпт|повідомлен|запит)\\S*',
    'تعليماتي|تعليمات النظام|بصفتي (?:ذكاء|نموذج|مساعد)\\S*|كنموذج لغوي|رساله النظام',
    'دستورالعمل(?: ?هاي)? من|دستورهاي من|به عنوان (?:يك )?(?:هوش|مدل|دستيار)\\S*|پيام سيستم|به من (?:گفته|دستور)',
  ].join('|')})`,
  'u',
)

/** So many words in a row of the prompt are no chance. */
const shingle = 6

export function createLeakCheck() {
  return (
    text: string,
    cited: AnswerPassage[],
    { instructions, question }: Pick<ModelAnswer, 'instructions' | 'question'>,
  ): DropReason | undefined => {
    for (const pattern of machinery) {
      const [found] = pattern.exec(text) ?? []
      if (found && !cited.some((passage) => passage.text.includes(found))) {
        return /^(?:<|!|`|\{|\})/u.test(found) ? { kind: 'markup', found } : { kind: 'leak', found }
      }
    }
    const placeholder = text.match(/⟦[^⟧]*⟧?/gu)?.find((one) => !question.includes(one))
    if (placeholder) return { kind: 'leak', found: placeholder }
    const folded = normalizeForMatching(text)
    const [orders] = ordersSpoken.exec(` ${folded}`) ?? []
    if (orders && !cited.some((passage) => normalizeForMatching(passage.text).includes(orders))) {
      return { kind: 'leak', found: orders }
    }
    const repeated = instructions && sharedRun(folded, normalizeForMatching(instructions))
    const isQuoted =
      repeated && cited.some((passage) => normalizeForMatching(passage.text).includes(repeated))
    return repeated && !isQuoted ? { kind: 'leak', found: repeated } : undefined
  }
}

/** The first six words of one text that stand in the other in this order. */
function sharedRun(text: string, other: string): string | undefined {
  const words = text.split(' ')
  const within = ` ${other} `
  for (let start = 0; start + shingle <= words.length; start++) {
    const run = words.slice(start, start + shingle).join(' ')
    if (within.includes(` ${run} `)) return run
  }
  return undefined
}
