/** Which language is this, text in a form to compare, fixed sentences. */

export { normalizeForMatching, stripUnsafeCharacters } from './normalize-text.ts'
export {
  createLanguageRecogniser,
  type LanguageContext,
  type LanguageRecogniser,
  type RecognisedLanguage,
  type RecogniserOptions,
} from './recognise-language.ts'
export { compileWordPattern, foldForPatterns, type WordPattern, wordKeys } from './word-pattern.ts'
