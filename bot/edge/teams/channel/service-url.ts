import { isIP } from 'node:net'

/** Where this process may send the bot's token. `hosts` holds names, or `*.` and a domain. */
export interface ServiceUrlRules {
  auth: 'on' | 'off'
  hosts: readonly string[]
}

/**
 * True if the bot may speak to this address. An activity names the address it wants to be answered at, so a
 * foreign one would get the bot's own token: it is checked when it arrives, when it is stored and when it is used. Numbers are no names: only loopback may be
 * written so, and with authentication only if the list names it, which the configuration allows with an emulated cloud.
 */
export function isServiceUrlAllowed(text: string, { auth, hosts }: ServiceUrlRules): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false
  if (isLoopback(url.hostname))
    return /^https?:$/.test(url.protocol) && (auth === 'off' || hosts.includes(url.hostname))
  if (auth === 'off' || isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return false
  return url.protocol === 'https:' && url.port === '' && hosts.some((host) => matches(url.hostname, host))
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)

const matches = (hostname: string, host: string): boolean =>
  host.startsWith('*.') ? hostname.endsWith(host.slice(1)) : hostname === host
