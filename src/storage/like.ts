/** Text that stands for itself in `like … escape '!'`. */
export function escapeLike(text: string): string {
  return text.replace(/[!%_]/g, '!$&')
}
