export { createDeepL } from './deepl.ts'
export { createLibreTranslate } from './libre-translate.ts'
export { createReader, type ReadIn, type Reading } from './read-in.ts'
export { TranslationError, type Translator } from './translator.ts'
