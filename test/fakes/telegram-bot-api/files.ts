/** Files that a call uploads: multipart/form-data (RFC 7578) as the Bot API takes it. */
import type { Parameters } from './methods.ts'

export interface UploadedFile {
  name: string
  bytes: Uint8Array
}

export interface Form {
  fields: Record<string, string>
  files: Record<string, UploadedFile>
}

/** @throws Error that says what is wrong with the form. */
export function parseMultipart(body: Buffer, contentType: string): Form {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1]
  if (!boundary) throw new Error('the form names no boundary')
  // Latin-1 keeps every byte as one character.
  const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`)
  if (parts[0] !== '' || !/^--\r\n$/.test(parts.at(-1) ?? '')) {
    throw new Error('the form does not begin or end with its boundary')
  }
  const form: Form = { fields: {}, files: {} }
  for (const part of parts.slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n')
    const head = Buffer.from(part.slice(0, end), 'latin1').toString()
    const bytes = Buffer.from(part.slice(end + 4), 'latin1')
    const name = /^\r\ncontent-disposition:\s*form-data;\s*name="([^"]+)"/i.exec(head)?.[1]
    if (end < 0 || name === undefined) throw new Error('a part of the form has no name')
    const fileName = /;\s*filename=("?)([^"\r\n;]*)\1(\r\n|$)/i.exec(head)?.[2]
    if (fileName === undefined) form.fields[name] = bytes.toString()
    else form.files[name] = { name: fileName, bytes }
  }
  return form
}

/** Puts the files in the place of the words `attach://name` that stand for them. */
export function attachFiles({ fields, files }: Form): Parameters {
  const given: Parameters = { ...fields }
  const left = new Set(Object.keys(files))
  for (const [field, value] of Object.entries(fields)) {
    const name = /^attach:\/\/(.+)$/.exec(value)?.[1]
    if (name === undefined) continue
    if (!files[name]) throw new Error(`parameter "${field}" names a file that is not there`)
    given[field] = files[name]
    left.delete(name)
  }
  for (const name of left) given[name] = files[name]
  return given
}

export function isFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'bytes' in value
}

/** The sizes of https://core.telegram.org/bots/api#sending-files, in bytes. */
export function checkSize(megabytes: number) {
  return (value: unknown) => {
    if (!isFile(value)) return 'is no uploaded file'
    if (value.bytes.length === 0) return 'is an empty file'
    return value.bytes.length <= megabytes * 1024 * 1024 ? undefined : 'is too big a file'
  }
}

/** What the servers take for a photo: they read the picture and make their own of it. */
export function isPhoto({ bytes }: UploadedFile): boolean {
  const starts = (...magic: number[]) => magic.every((byte, index) => bytes[index] === byte)
  const isWebp =
    starts(0x52, 0x49, 0x46, 0x46) && Buffer.from(bytes).toString('latin1', 8, 12) === 'WEBP'
  return starts(0xff, 0xd8, 0xff) || starts(0x89, 0x50, 0x4e, 0x47) || isWebp
}
