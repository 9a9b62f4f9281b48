/** The slice of a logger that the program uses. Never pass a message's text together with an address. */
export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
