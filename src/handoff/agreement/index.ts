/**
 * What two sides agreed on, as a PDF for each in its own language.
 *
 * agreement.ts         what is in it
 * render-agreement.ts  the PDF, from a process of its own
 * render-program.ts    what runs there: Typst with its fonts
 * agreement.typ        how it looks
 */
export type { Agreement, AgreementText } from './agreement.ts'
export { AgreementRenderingError, renderAgreement } from './render-agreement.ts'
