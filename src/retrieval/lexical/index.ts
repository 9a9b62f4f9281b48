export type { Field } from './field.ts'
export { buildLexicon, createLexicon, type Lexicon, type LexiconData } from './lexicon.ts'
export {
  type ClassifierExample,
  createClassifier,
  type QuestionClassifier,
  trainClassifier,
} from './question-classifier.ts'
export { replaceWords, termsOf, wordsOf } from './tokens.ts'
export {
  buildWordIndex,
  createWordIndex,
  type FieldName,
  fieldNames,
  type HashedDocuments,
  hashQuery,
  hashTerms,
  packWordIndex,
  unpackWordIndex,
  type WordIndex,
  type WordIndexData,
} from './word-index.ts'
