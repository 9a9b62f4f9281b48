export { createLexicalIndex, createVocabulary, type LexicalIndex, type Vocabulary } from './bm25.ts'
export { termsOf, wordsOf } from './tokens.ts'
