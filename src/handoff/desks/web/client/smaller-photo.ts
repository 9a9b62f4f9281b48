/**
 * A photo as it is sent: no larger than a phone shows, and without what cameras write into it, such as
 * the place where it was taken.
 */

/** Pixels of the longer side. */
const longestSide = 1600
const quality = 0.85

/** The same file where it is no photo that this browser can draw. */
export async function smallerPhoto(file: File): Promise<Blob> {
  if (!/^image\/(jpeg|png|webp|hei[cf]|avif)$/.test(file.type)) return file
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const context = canvas.getContext('2d')
    if (!context) return file
    // Where a picture is transparent, paper shines through.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((resolve) =>
      canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', quality),
    )
  } catch {
    return file
  }
}
