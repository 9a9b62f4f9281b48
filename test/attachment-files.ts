/** Small files that a browser can really show and play. */
import type { Attachment } from '../src/message.ts'

/** Two dots wide, one high. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8DAwPAfAAcAAf9+CLHQAAAAAElFTkSuQmCC',
  'base64',
)

/** Half a second of silence. */
export const wav = makeWav(4000, 8000)

export const pdf = Buffer.from('%PDF-1.7\n% not much\n')

export function attachment(
  kind: Attachment['kind'],
  bytes: Uint8Array,
  more: Partial<Attachment> = {},
): Attachment {
  const mediaType = { photo: 'image/png', voice: 'audio/wav', document: 'application/pdf' }[kind]
  const name = { photo: 'flur.png', voice: 'sprache.wav', document: 'Einigung اتفاق.pdf' }[kind]
  return {
    id: `id-of-${kind}`,
    kind,
    mediaType,
    name,
    alternative: '',
    size: bytes.length,
    ...more,
  }
}

function makeWav(samples: number, rate: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(rate, 24)
  header.writeUInt32LE(rate, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(samples, 40)
  return Buffer.concat([header, Buffer.alloc(samples, 128)])
}
