/** Whether an address on the web is on this machine or in the house: the promise of NOTHING_LEAVES. */
import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { type Config, ConfigError } from './config.ts'

const inHouse = new BlockList()
// Loopback; RFC 1918, 6598 (shared) and 3927 (link-local); for IPv6 RFC 4193 and 4291.
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const) {
  inHouse.addSubnet(network, prefix, 'ipv4')
}
inHouse.addAddress('::1', 'ipv6')
inHouse.addSubnet('fc00::', 7, 'ipv6')
inHouse.addSubnet('fe80::', 10, 'ipv6')

/** A name counts where all its addresses do; one that nobody knows does not. */
export async function isPrivateAddress(url: string): Promise<boolean> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  const found = await lookup(host, { all: true }).catch(() => [])
  return (
    found.length > 0 &&
    found.every(({ address }) => inHouse.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'))
  )
}

/** @throws ConfigError that names the setting whose address lies outside. */
export async function checkNothingLeaves({
  nothingLeaves,
  model,
  translator,
}: Pick<Config, 'nothingLeaves' | 'model' | 'translator'>): Promise<void> {
  if (!nothingLeaves) return
  const addresses = {
    MODEL_URL: model?.provider.url,
    TRANSLATOR_URL: translator?.kind === 'libretranslate' ? translator.url : undefined,
  }
  for (const [name, url] of Object.entries(addresses)) {
    if (url === undefined || (await isPrivateAddress(url))) continue
    throw new ConfigError(
      `Please mend .env: NOTHING_LEAVES is set, but ${name} (${new URL(url).host}) is not on this machine or in its own network.`,
    )
  }
}
