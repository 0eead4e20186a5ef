import { BlockList, isIP } from 'node:net'

/** Sign-in host → the Graph hosts of the same cloud. An app registration exists in one cloud only. */
export const clouds: Readonly<Record<string, readonly string[]>> = {
  'login.microsoftonline.com': ['graph.microsoft.com'],
  'login.microsoftonline.us': ['graph.microsoft.us', 'dod-graph.microsoft.us'],
  'login.partner.microsoftonline.cn': ['microsoftgraph.chinacloudapi.cn'],
  'login.chinacloudapi.cn': ['microsoftgraph.chinacloudapi.cn'],
}

export interface ChannelCloud {
  metadataUrl: string
  /** Issuer of the channel's tokens, and the resource of the bot's own tokens. */
  issuer: string
}

const publicChannel: ChannelCloud = {
  metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.com',
}
const chinaChannel: ChannelCloud = {
  metadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.azure.cn',
}

/** Sign-in host → the channel of the same cloud. */
export const channels: Readonly<Record<string, ChannelCloud>> = {
  'login.microsoftonline.com': publicChannel,
  'login.microsoftonline.us': {
    metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    issuer: 'https://api.botframework.us',
  },
  'login.partner.microsoftonline.cn': chinaChannel,
  'login.chinacloudapi.cn': chinaChannel,
}

/** The channel of a sign-in service; an emulated one uses the public channel. */
export const channelOf = (loginBaseUrl: string): ChannelCloud =>
  channels[new URL(loginBaseUrl).hostname] ?? publicChannel

/** The hosts of the Bot Framework connector in all clouds of Teams. */
export const connectorHosts: readonly string[] = [
  'smba.trafficmanager.net',
  '*.botframework.com',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** True for 127.0.0.0/8, ::1 (with or without brackets) and `localhost`. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  if (bare === 'localhost') return true
  const family = isIP(bare)
  return family !== 0 && loopback.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}

const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/

export function isHost(text: string): boolean {
  return isIP(text) !== 0 || hostName.test(text)
}
