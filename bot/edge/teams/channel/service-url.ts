import { isIP } from 'node:net'
import { bareHost } from '#platform/config/hosts.ts'

/** Where this process may send the bot's token. `hosts` has host names, or `*.` and a domain. */
export interface ServiceUrlRules {
  auth: 'on' | 'off'
  hosts: readonly string[]
}

/**
 * True if the bot may send requests to this service URL. An activity names it, and a foreign host would get the bot's token,
 * so it is checked on arrival, when stored and when used. IP addresses are refused except loopback, which must be in `hosts`
 * with authentication; the configuration allows that with an emulated cloud.
 */
export function isServiceUrlAllowed(text: string, { auth, hosts }: ServiceUrlRules): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false
  if (isLoopback(url.hostname))
    return /^https?:$/.test(url.protocol) && (auth === 'off' || hosts.includes(url.hostname))
  if (auth === 'off' || isIP(bareHost(url.hostname)) !== 0) return false
  return url.protocol === 'https:' && url.port === '' && hosts.some((host) => matches(url.hostname, host))
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)

const matches = (hostname: string, host: string): boolean =>
  host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host
