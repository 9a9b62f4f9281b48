/** A QR code (ISO/IEC 18004) for pages to draw: dark modules as one path of an SVG. */
import { encode } from 'uqr'

export interface QrCode {
  /** Modules on a side, with the quiet zone of four that scanners need. */
  size: number
  /** For the `d` of a path, a unit a module. */
  path: string
}

const quietZone = 4

/** @throws Error for a text of more than about 2,300 bytes. */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone })
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return { size, path }
}
