import { describe, expect, it } from 'vitest'
import { rulesOf } from '#app/rules.ts'
import {
  appPropertiesLink,
  directoryRolesLink,
  enterpriseAppLink,
  errorLookupLink,
} from '#domain/directory/deep-links.ts'
import { isServiceUrlAllowed } from '#edge/teams/channel/service-url.ts'
import { clouds, isElsewhere } from '#platform/config/clouds.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { complete, id } from '../../support/complete-environment.ts'
import { readSources } from '../../support/sources.ts'

interface Expected {
  login: string
  graph?: string
  /** Where a bot of this cloud is called from, and of whom its messages go to. */
  serviceUrls: string[]
  hosts: string[]
}

/** As Microsoft documents them. */
const expected: Record<string, Expected> = {
  public: {
    login: 'https://login.microsoftonline.com',
    serviceUrls: ['https://smba.trafficmanager.net/emea/', 'https://smba.infra.gcc.teams.microsoft.com/gcc/'],
    hosts: [
      'api.botframework.com',
      'entra.microsoft.com',
      'graph.microsoft.com',
      'login.botframework.com',
      'login.microsoftonline.com',
      'sts.windows.net',
    ],
  },
  gccHigh: {
    login: 'https://login.microsoftonline.us',
    serviceUrls: ['https://smba.infra.gov.teams.microsoft.us/gcch/'],
    hosts: [
      'api.botframework.us',
      'entra.microsoft.us',
      'graph.microsoft.us',
      'login.botframework.azure.us',
      'login.microsoftonline.us',
      'sts.windows.net',
    ],
  },
  dod: {
    login: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    serviceUrls: ['https://smba.infra.dod.teams.microsoft.us/dod/'],
    hosts: [
      'api.botframework.us',
      'dod-graph.microsoft.us',
      'entra.microsoft.us',
      'login.botframework.azure.us',
      'login.microsoftonline.us',
      'sts.windows.net',
    ],
  },
  '21Vianet': {
    login: 'https://login.partner.microsoftonline.cn',
    serviceUrls: ['https://frontend.botapi.msg.infra.teams.microsoftonline.cn/teams/'],
    hosts: [
      'api.botframework.azure.cn',
      'entra.microsoftonline.cn',
      'login.botframework.azure.cn',
      'login.chinacloudapi.cn',
      'login.partner.microsoftonline.cn',
      'microsoftgraph.chinacloudapi.cn',
      'sts.chinacloudapi.cn',
    ],
  },
}

const configOf = ({ login, graph }: Expected) =>
  readConfig({ ...complete, LOGIN_BASE_URL: login, ...(graph && { GRAPH_BASE_URL: graph }) })

/** Every link of a card, made with the rules that this configuration becomes. */
function linksOf({ cloud }: ReturnType<typeof rulesOf>): string[] {
  const place = { tenantId: id(6), objectId: id(7), appId: id(8) }
  return [
    ...[enterpriseAppLink, appPropertiesLink].map((link) => link(cloud, place)),
    directoryRolesLink(cloud, id(6)),
    errorLookupLink(cloud, '65004'),
  ]
}

describe.each(Object.entries(expected))('the cloud %s', (name, own) => {
  const config = configOf(own)

  it('leaves no address of another cloud in configuration, rules, and links', () => {
    const rules = rulesOf(config)
    const said = JSON.stringify([config, rules, linksOf(rules)], (key, value: unknown) =>
      key === 'connectorHosts' || key === 'serviceHosts' ? undefined : value,
    )
    const hosts = said.match(/(?<=https:\/\/|")[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|net|us|cn)(?=[/"])/g) ?? []
    expect([...new Set(hosts)].filter((host) => host !== 'grants.example.com').sort()).toEqual(own.hosts)
    expect(config.cloud.name).toBe(name)
  })

  it('is called from its own connector, and sends nowhere else', () => {
    const rules = { auth: 'on' as const, hosts: config.serviceHosts }
    for (const [other, { serviceUrls }] of Object.entries(expected))
      for (const url of serviceUrls) expect(isServiceUrlAllowed(url, rules), url).toBe(other === name)
  })

  it('refuses the connector, the channel, and the Graph of another one', () => {
    for (const [other, foreign] of Object.entries(expected).filter(([each]) => each !== name)) {
      const theirs = configOf(foreign)
      const base = { ...complete, LOGIN_BASE_URL: own.login, ...(own.graph && { GRAPH_BASE_URL: own.graph }) }
      for (const host of theirs.serviceHosts.filter((each) => !config.serviceHosts.includes(each)))
        expect(() => readConfig({ ...base, SERVICE_HOSTS: host }), `${other}: ${host}`).toThrow(ConfigError)
      if (theirs.channel.issuer === config.channel.issuer) continue
      const CHANNEL_METADATA_URL = theirs.channel.metadataUrl
      expect(() => readConfig({ ...base, CHANNEL_METADATA_URL }), other).toThrow(ConfigError)
      expect(() => readConfig({ ...base, GRAPH_BASE_URL: theirs.graphBaseUrl }), other).toThrow(ConfigError)
    }
  })

  it('tells the tenants of another one by any of the names it goes by', () => {
    for (const { name: other, loginHosts, graphUrl } of clouds) {
      const [login] = loginHosts
      const sharesLogin = config.cloud.loginHosts.includes(login)
      expect(isElsewhere(config.cloud, [login]), other).toBe(!sharesLogin)
      expect(isElsewhere(config.cloud, [login.replace('login.', '')]), other).toBe(!sharesLogin)
      expect(isElsewhere(config.cloud, [new URL(graphUrl).hostname]), other).toBe(other !== name)
    }
    expect(isElsewhere(config.cloud, ['login.sovcloud-identity.fr'])).toBe(true)
  })
})

it('another sign-in host of 21Vianet leads to the same cloud', () => {
  const config = readConfig({ ...complete, LOGIN_BASE_URL: 'https://login.chinacloudapi.cn' })
  expect(config.cloud.name).toBe('21Vianet')
})

it('no address of a cloud stands anywhere but in the table of clouds', () => {
  const hosts = clouds.flatMap(
    ({ loginHosts, graphUrl, tokenIssuerV1, channel, connectorHosts, portalUrl }) => [
      ...loginHosts,
      ...[graphUrl, tokenIssuerV1, channel.metadataUrl, channel.issuer, portalUrl].map(
        (url) => new URL(url).host,
      ),
      ...connectorHosts.map((host) => host.replace('*.', '')),
    ],
  )
  for (const { path, text } of readSources('bot', /\.ts$/)) {
    if (path.endsWith('config/clouds.ts')) continue
    const code = text.replace(/^\s*(\/\/|\/?\*).*$/gm, '')
    for (const host of hosts)
      expect(code, `${path}: ${host}`).not.toMatch(new RegExp(`(['"\`]|//)${host}(['"\`/])`))
  }
})

it('recognizes a cloud by the issuer of its version 1 tokens, too', () => {
  const own = (name: string) => clouds.filter((cloud) => !isElsewhere(cloud, [name])).map(({ name }) => name)
  expect(own('sts.chinacloudapi.cn')).toEqual(['21Vianet'])
  expect(own('sts.windows.net')).toEqual(['public', 'gccHigh', 'dod'])
})

it('shows a message to one member alone only where Microsoft documents it', () => {
  expect(clouds.filter(({ targetedMessages }) => targetedMessages).map(({ name }) => name)).toEqual([
    'public',
  ])
})
