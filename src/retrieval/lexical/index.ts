export { createLexicalIndex, type LexicalIndex } from './bm25.ts'
export { termsOf, wordsOf } from './tokens.ts'
