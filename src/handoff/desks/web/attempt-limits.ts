/** How often somebody may guess. Counted in memory: a restart begins anew. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { tidyName } from './accounts.ts'

/** Attempts within 15 minutes; an office with ten mediators shares one address. */
const attemptsPerAddress = 60
const attemptsPerName = 10
const attemptsWindow = '15 minutes'

export interface AttemptLimits {
  /** Whether this attempt was one too many; says in `Retry-After` when the next one counts. */
  exceeded(
    request: FastifyRequest,
    reply: FastifyReply,
    by: ('address' | 'name')[],
    /** Who tries, where the body does not name them. */
    name?: string,
  ): Promise<boolean>
}

/** Counts every attempt, good or bad, so that many at the same moment are counted as well. */
export function createAttemptLimits(server: FastifyInstance): AttemptLimits {
  const timeWindow = attemptsWindow
  const names = new WeakMap<FastifyRequest, string>()
  const limits = {
    address: server.createRateLimit({ max: attemptsPerAddress, timeWindow }),
    name: server.createRateLimit({
      max: attemptsPerName,
      timeWindow,
      keyGenerator: (request) =>
        tidyName(names.get(request) ?? nameOf(request))
          .normalize('NFKC')
          .toLowerCase(),
    }),
  }
  return {
    async exceeded(request, reply, by, name) {
      if (name !== undefined) names.set(request, name)
      const results = await Promise.all(by.map((limit) => limits[limit](request)))
      const waits = results.flatMap((result) =>
        !result.isAllowed && result.isExceeded ? [result.ttlInSeconds] : [],
      )
      if (waits.length > 0) reply.header('retry-after', Math.max(...waits))
      return waits.length > 0
    },
  }
}

function nameOf(request: FastifyRequest): string {
  return z.object({ name: z.string() }).safeParse(request.body).data?.name ?? ''
}
