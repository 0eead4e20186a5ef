import { isIP } from 'node:net'
import { bareHost, isLoopbackHost } from '#platform/config/hosts.ts'
import { kindOfAddress } from '#platform/config/public-address.ts'
import type { TextAnswer } from '#platform/microsoft/get-text.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import type { PreflightCause } from './causes.ts'
import { type Check, type CheckResult, failed, passed, warning } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'
import { probeAnswer, probePath } from './probe-answer.ts'

/** PUBLIC_URL leads to this installation, as a browser comes back to it from Microsoft: encrypted, without a redirect. */
export const publicUrlCheck: Check = {
  id: 'publicUrl',
  async run(world) {
    const { config, rules } = world
    const nonce = world.nonce()
    const address = config.publicUrl
    const answer = await world.get(`${address}${probePath}?nonce=${nonce}`)
    if (!answer.read) return failed(causeOf(answer.outcome), { address, code: answer.outcome.code ?? '' })
    const isOurs = answer.value.status === 200 && answer.value.text === probeAnswer(rules.linkKey, nonce)
    return isOurs ? judgeAddresses(world) : judgeAnswer(answer.value, address)
  },
}

const causes: Readonly<Record<string, PreflightCause>> = {
  hostNotFound: 'urlHostUnknown',
  connectionRefused: 'urlRefused',
  certificateUntrusted: 'urlCertificate',
}

const causeOf = ({ name }: Outcome): PreflightCause => causes[name] ?? 'urlUnreached'

function judgeAnswer({ status, header }: TextAnswer, address: string): CheckResult {
  const facts = { address, status }
  if (status >= 300 && status <= 399)
    return failed('urlRedirects', { ...facts, to: placeOf(header('location')) })
  if (status === 503) return failed(header('retry-after') === '1' ? 'urlStarting' : 'urlProxy', facts)
  if (status === 502 || status === 504) return failed('urlProxy', facts)
  return failed(status === 200 ? 'urlForeign' : 'urlOther', facts)
}

/** Without the query, which can have anything in it. */
function placeOf(location = ''): string {
  const url = URL.parse(location, 'https://the.same.host.invalid')
  if (!url) return location.slice(0, 80)
  return url.hostname.endsWith('.invalid') ? url.pathname : `${url.origin}${url.pathname}`
}

/** Reached from here; from outside only if the address is a public one. In an emulated cloud, outside is here. */
async function judgeAddresses({ config, addressesOf }: PreflightWorld): Promise<CheckResult> {
  const { hostname } = new URL(config.publicUrl)
  const facts = { address: config.publicUrl }
  if (isLoopbackHost(hostname)) return passed(facts)
  const host = bareHost(hostname)
  const addresses = isIP(host) ? [host] : await addressesOf(host)
  const isPrivate = addresses.every((each) => kindOfAddress(each) !== 'public')
  return isPrivate ? warning('urlPrivate', { ...facts, ip: addresses[0] ?? '' }) : passed(facts)
}
