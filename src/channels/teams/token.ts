/**
 * What a request must bring before the SDK checks its signature. The SDK verifies signature,
 * audience, issuer and expiry and compares the service address; but it lets pass what these lines
 * refuse, see docs/decisions/2026-11-22-teams.md:
 *
 * - tokens of Microsoft Entra, from any tenant and without a service address, which are meant for
 *   agents with a user account of their own, and Lotse is none;
 * - a body without a service address, which leaves nothing to compare the token's with;
 * - a token without expiry, or without "Bearer" in front.
 */
import { z } from 'zod'

/** Who signs what the Bot Framework sends to a bot, in the public cloud. */
export const connectorIssuer = 'https://api.botframework.com'

const headerSchema = z.object({ alg: z.literal('RS256'), kid: z.string().min(1) })
const claimsSchema = z.object({
  iss: z.literal(connectorIssuer),
  aud: z.string().min(1),
  exp: z.number(),
  nbf: z.number().optional(),
  serviceurl: z.string().min(1),
})

/** Whether a request could be the connector's: a cheap look at claims that nobody has verified. */
export function mayBeConnector(authorization: string | undefined): boolean {
  return claimsOf(authorization) !== undefined
}

/** Whether the token, once verified, is one for this very body. */
export function isMeantFor(authorization: string | undefined, body: unknown): boolean {
  const claims = claimsOf(authorization)
  const given = z.object({ serviceUrl: z.string().min(1) }).safeParse(body).data
  return claims !== undefined && given !== undefined && same(claims.serviceurl, given.serviceUrl)
}

function claimsOf(authorization: string | undefined) {
  const [, header, payload] = /^Bearer ([\w-]+)\.([\w-]+)\.[\w-]+$/.exec(authorization ?? '') ?? []
  if (header === undefined || payload === undefined) return undefined
  if (!headerSchema.safeParse(decode(header)).success) return undefined
  return claimsSchema.safeParse(decode(payload)).data
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch {
    return undefined
  }
}

function same(one: string, other: string): boolean {
  const plain = (address: string) => address.replace(/\/+$/, '').toLowerCase()
  return plain(one) === plain(other)
}
