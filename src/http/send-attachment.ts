/** Bytes that came from people, sent so that a browser shows or saves them and never runs them. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Attachment } from '../message.ts'

/** What a browser shows or plays within a page; everything else is saved, whatever it says it is. */
const shownTypes: Record<Attachment['kind'], ReadonlySet<string>> = {
  photo: new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']),
  voice: new Set([
    'audio/ogg',
    'audio/mpeg',
    'audio/mp4',
    'audio/x-m4a',
    'audio/aac',
    'audio/webm',
    'audio/wav',
  ]),
  document: new Set(),
}

/** Whether a page may show it in an `<img>` or play it in an `<audio>`. */
export function isShown({ kind, mediaType }: Pick<Attachment, 'kind' | 'mediaType'>): boolean {
  return shownTypes[kind].has(mediaType)
}

/**
 * Answers with the bytes, or with the range of them that was asked for: some phones play no sound
 * without. A browser may keep them, but asks each time whether they are still there.
 */
export function sendAttachment(
  request: FastifyRequest,
  reply: FastifyReply,
  attachment: Attachment & { bytes: Uint8Array },
): FastifyReply {
  const { id, kind, mediaType, name, bytes } = attachment
  const isInline = isShown(attachment)
  const tag = `"${id}"`
  reply
    .header('cache-control', 'private, no-cache')
    .header('etag', tag)
    .header('accept-ranges', 'bytes')
    .header('content-disposition', `${isInline ? 'inline' : 'attachment'}; ${fileName(name)}`)
    // Opened by itself it is a page of this server: it may load and run nothing.
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(isInline || kind === 'document' ? safeType(mediaType) : 'application/octet-stream')
  if (request.headers['if-none-match'] === tag) return reply.code(304).send()
  const condition = request.headers['if-range']
  const range =
    condition === undefined || condition === tag
      ? parseRange(request.headers.range, bytes.byteLength)
      : undefined
  if (range === 'unsatisfiable') {
    return reply.code(416).header('content-range', `bytes */${bytes.byteLength}`).send()
  }
  if (!range) return reply.send(Buffer.from(bytes))
  return reply
    .code(206)
    .header('content-range', `bytes ${range.first}-${range.last}/${bytes.byteLength}`)
    .send(Buffer.from(bytes.subarray(range.first, range.last + 1)))
}

function safeType(mediaType: string): string {
  const isWellFormed = /^[a-z]+\/[a-z0-9.+-]+$/i.test(mediaType)
  return isWellFormed && !/html|xml|svg|script/i.test(mediaType)
    ? mediaType
    : 'application/octet-stream'
}

/** RFC 6266: the name in ASCII for old browsers, in full for all others. */
function fileName(name: string): string {
  const harmless = name.toWellFormed().replace(/[\p{Cc}\p{Cf}"\\/:*?<>|]/gu, '_')
  const ascii = harmless.replace(/[^\x20-\x7e]|%/g, '_')
  const encoded = encodeURIComponent(harmless).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`
}

/** One range of RFC 9110, section 14.1.2; a list of several is answered in full, as it allows. */
function parseRange(
  header: string | undefined,
  size: number,
): { first: number; last: number } | 'unsatisfiable' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(to) < first) return undefined
  return first > last ? 'unsatisfiable' : { first, last }
}
