import { isLoopbackHost } from './hosts.ts'

/** Everything that differs between Microsoft's clouds. An app registration exists in one of them only. */
export interface Cloud {
  name: 'public' | 'gccHigh' | 'dod' | '21Vianet'
  /** Hosts of the sign-in service; the first one issues the tokens. */
  loginHosts: readonly [string, ...string[]]
  /** Graph, also as the resource of tokens and consents. */
  graphUrl: string
  /** Issuer of version 1 tokens, before the tenant ID. */
  tokenIssuerV1: string
  channel: ChannelCloud
  /** Hosts (or `*.` and a domain) of the Bot Framework connector. */
  connectorHosts: readonly string[]
  /** Teams shows a message in a shared conversation to one member alone; elsewhere it could be shown to all. */
  targetedMessages: boolean
  /** The Entra admin center. */
  portalUrl: string
}

export interface ChannelCloud {
  metadataUrl: string
  /** Issuer of the channel's tokens, and the resource of the bot's own tokens. */
  issuer: string
}

/** GCC uses the public services, with a connector of its own. */
export const publicCloud: Cloud = {
  name: 'public',
  loginHosts: ['login.microsoftonline.com'],
  graphUrl: 'https://graph.microsoft.com',
  tokenIssuerV1: 'https://sts.windows.net',
  channel: {
    metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
    issuer: 'https://api.botframework.com',
  },
  connectorHosts: [
    'smba.trafficmanager.net',
    'smba.onyx.prod.teams.trafficmanager.net',
    '*.botframework.com',
    'smba.infra.gcc.teams.microsoft.com',
  ],
  targetedMessages: true,
  portalUrl: 'https://entra.microsoft.com',
}

const gccHigh: Cloud = {
  name: 'gccHigh',
  loginHosts: ['login.microsoftonline.us'],
  graphUrl: 'https://graph.microsoft.us',
  tokenIssuerV1: 'https://sts.windows.net',
  channel: {
    metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    issuer: 'https://api.botframework.us',
  },
  connectorHosts: ['smba.infra.gov.teams.microsoft.us', '*.botframework.azure.us'],
  targetedMessages: false,
  portalUrl: 'https://entra.microsoft.us',
}

/** In the order in which the sign-in host alone decides: GCC High and DoD share one. */
export const clouds: readonly Cloud[] = [
  publicCloud,
  gccHigh,
  {
    ...gccHigh,
    name: 'dod',
    graphUrl: 'https://dod-graph.microsoft.us',
    connectorHosts: ['smba.infra.dod.teams.microsoft.us', '*.botframework.azure.us'],
  },
  {
    name: '21Vianet',
    loginHosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn'],
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
    tokenIssuerV1: 'https://sts.chinacloudapi.cn',
    channel: {
      metadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
      issuer: 'https://api.botframework.azure.cn',
    },
    connectorHosts: ['*.teams.microsoftonline.cn', '*.botframework.azure.cn'],
    targetedMessages: false,
    portalUrl: 'https://entra.microsoftonline.cn',
  },
]

const hostOf = (url: string): string => new URL(url).hostname

/** The sign-in service if none is configured. */
export const defaultLoginUrl = 'https://login.microsoftonline.com'

/** The cloud of a sign-in service, and of a Graph host if given; undefined: of none, or of two. */
export function findCloud(loginUrl: string, graphUrl?: string): Cloud | undefined {
  const graphHost = graphUrl === undefined ? undefined : hostOf(graphUrl)
  return clouds.find(
    (cloud) =>
      cloud.loginHosts.includes(hostOf(loginUrl)) &&
      (graphHost === undefined || hostOf(cloud.graphUrl) === graphHost),
  )
}

/** The same for a configuration that was checked. An emulator stands for the public cloud. */
export function getCloud(loginUrl: string, graphUrl?: string): Cloud {
  const cloud = findCloud(loginUrl, graphUrl)
  if (cloud) return cloud
  if (isLoopbackHost(hostOf(loginUrl))) return publicCloud
  throw new Error(`Expected a Microsoft cloud or this machine, not ${hostOf(loginUrl)}`)
}

/** The host names by which a cloud names itself in an answer about a tenant. */
const namesOf = ({ loginHosts, graphUrl, tokenIssuerV1 }: Cloud): string[] => [
  ...loginHosts,
  ...loginHosts.map((host) => host.replace(/^login\./, '')),
  hostOf(graphUrl),
  hostOf(tokenIssuerV1),
]

/** Clouds for which Grantkeeper isn't made: their tenants are recognized, not served. */
const foreignNames = ['fr', 'de', 'sg'].flatMap((country) => [
  `login.sovcloud-identity.${country}`,
  `sovcloud-identity.${country}`,
])

/** Whether one of these host names is another cloud's and none of ours. */
export function isElsewhere(cloud: Cloud, hosts: readonly string[]): boolean {
  const own = namesOf(cloud)
  const known = [...clouds.flatMap(namesOf), ...foreignNames]
  return hosts.some((host) => known.includes(host) && !own.includes(host))
}
