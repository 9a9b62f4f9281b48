/** Updates that Telegram posts to us. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Api } from 'grammy'
import { describeFailure, readFailure } from './failure.ts'
import type { Logger } from './logger.ts'
import type { AllowedUpdates } from './polling.ts'
import type { Receiver } from './receive.ts'
import { callSignal } from './signal.ts'

const path = '/telegram/webhook'
const secretHeader = 'x-telegram-bot-api-secret-token'
/** Bytes. The longest update that Telegram sends is far below. */
const bodyLimit = 256 * 1024

/** @throws RangeError when Telegram would refuse the secret. */
export function checkSecretToken(secretToken: string): void {
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(secretToken)) {
    throw new RangeError(
      "The webhook's secret may have 1 to 256 characters of A-Z, a-z, 0-9, _ and -; choose another.",
    )
  }
}

/**
 * `POST /telegram/webhook`: 401 without the secret, 400 for a body that is no JSON, 500 when the
 * update could not be stored (Telegram sends it again), 200 once it is stored.
 */
export async function registerWebhookRoute(
  server: FastifyInstance,
  options: { receiver: Receiver; logger: Logger; secretToken: string },
): Promise<void> {
  const { receiver, logger } = options
  const expected = digest(options.secretToken)

  server.post(path, {
    bodyLimit,
    // Before the body is read: a stranger's body is never parsed.
    async onRequest(request, reply) {
      const given = request.headers[secretHeader]
      if (typeof given !== 'string' || !timingSafeEqual(digest(given), expected)) {
        return reply.code(401).send()
      }
    },
    async handler(request, reply) {
      if (!receiver.isOpen) return reply.code(503).send()
      try {
        await receiver.receive(request.body)
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        logger.error({ reason }, 'An update could not be stored; Telegram will send it again')
        return reply.code(500).send()
      }
      return reply.code(200).send()
    },
  })
}

/** Digests have one length, so that comparing them tells nothing about the secret, nor its length. */
function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Tells Telegram where to post updates. Never rejects. */
export async function setWebhook(
  api: Api,
  webhook: { publicUrl: string; secretToken: string; allowedUpdates: AllowedUpdates },
  options: { logger: Logger; signal: AbortSignal },
): Promise<void> {
  const { logger, signal } = options
  const url = webhook.publicUrl.replace(/\/+$/, '') + path
  try {
    await api.setWebhook(
      url,
      { secret_token: webhook.secretToken, allowed_updates: webhook.allowedUpdates },
      callSignal(signal),
    )
    logger.info({ url }, 'Telegram sends updates to the webhook')
  } catch (error) {
    if (signal.aborted) return
    const reason = describeFailure(readFailure(error))
    logger.error(
      { url, reason },
      'Telegram refuses the webhook, so no message arrives; check TELEGRAM_BOT_TOKEN and PUBLIC_URL (https, port 443, 80, 88 or 8443)',
    )
  }
}
