/** A file that somebody sent to the bot, by https://core.telegram.org/bots/api#getfile. */
import type { Api } from 'grammy'

export type Download = (
  fileId: string,
  mostBytes: number,
) => Promise<{ kind: 'bytes'; bytes: Uint8Array } | { kind: 'too-large' }>

/** Telegram has the file and does not give it; its message holds no address, for that has the token. */
export class DownloadError extends Error {
  override name = 'DownloadError'
  readonly status: number

  constructor(status: number) {
    super(`Telegram answered ${status} to a file; ask the sender to send it again.`)
    this.status = status
  }
}

/** Rejects with what grammY throws, with `DownloadError`, or with a TypeError where no network is. */
export function createDownload(
  api: Api,
  options: { token: string; apiRoot: string; timeoutSeconds: number },
): Download {
  const { token, apiRoot, timeoutSeconds } = options
  return async (fileId, mostBytes) => {
    const { file_path, file_size = 0 } = await api.getFile(fileId)
    if (file_size > mostBytes) return { kind: 'too-large' }
    const response = await fetch(`${apiRoot}/file/bot${token}/${file_path}`, {
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    })
    if (!response.ok || !response.body) throw new DownloadError(response.status)
    const chunks: Uint8Array[] = []
    let size = 0
    for await (const chunk of response.body) {
      size += chunk.byteLength
      if (size > mostBytes) return { kind: 'too-large' }
      chunks.push(chunk)
    }
    return { kind: 'bytes', bytes: Buffer.concat(chunks) }
  }
}
