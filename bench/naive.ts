import { ConfidentialClientApplication } from '@azure/msal-node'
import {
  AuthenticationHandler,
  type AuthenticationProvider,
  Client,
  type Context,
  type Middleware,
  RetryHandler,
} from '@microsoft/microsoft-graph-client'
import { demo } from '../emulator/demo-world.ts'
import type { LogEntry } from '../emulator/request-log.ts'
import { alternate } from './alternate.ts'
import type { Bench } from './bench.ts'
import { countRequests, forgetRequests, requestsOf } from './emulator.ts'
import { makeRow, median, type Row } from './figures.ts'
import { countedRound, openFleet } from './open-fleet.ts'
import { parallel, type Round, syncAll } from './sync.ts'

/**
 * The sync against an implementation that follows the samples: for each tenant an msal-node client and Microsoft's Graph SDK,
 * with 17 requests in sequence, and the same number of tenants at once.
 */
export async function measureNaive(bench: Bench): Promise<Row[]> {
  const { naive: count, fleets } = bench.size
  const fleet = await openFleet(bench, fleets[0]?.count ?? count)
  try {
    await countedRound(fleet)
    const sent = await requestsOf(fleet.bench, 'graph', demo.homeTenantId)
    await forgetRequests(fleet.bench)
    const naive = (): Promise<Round> => readNaively(fleet.bench.emulatorUrl, sent.slice(0, count))
    await naive()
    const { login, graph } = await countRequests(fleet.bench, demo.homeTenantId)
    const requests = (login.requests + graph.requests) / count
    const [ofBot = [], ofNaive = []] = await alternate(
      3,
      () => syncAll(fleet.bench, fleet.bot, fleet.count),
      naive,
    )
    const rate = (rounds: readonly Round[], tenants: number): number =>
      median(rounds.map(({ ms }) => (tenants / ms) * 1_000))
    return [
      makeRow(
        `sync, against msal-node + Graph SDK, one call at a time`,
        rate(ofBot, fleet.count),
        'tenants/s',
        {
          baseline: rate(ofNaive, count),
          bar: { of: 'ratio', atLeast: 14 },
        },
      ),
      makeRow('requests per tenant, the naive way', requests, ''),
    ]
  } finally {
    await fleet.close()
  }
}

async function readNaively(emulatorUrl: string, tenants: readonly LogEntry[]): Promise<Round> {
  const startedAt = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    for (let tenant = tenants[next++]; tenant; tenant = tenants[next++]) await readOne(emulatorUrl, tenant)
  }
  await Promise.all(Array.from({ length: parallel }, work))
  return { ms: performance.now() - startedAt, cpuMs: 0 }
}

async function readOne(emulatorUrl: string, { tenantId = '', parts = [] }: LogEntry): Promise<void> {
  const login = new ConfidentialClientApplication({
    auth: {
      clientId: demo.reader.clientId,
      clientSecret: demo.reader.secret,
      authority: `${anyLogin}/${tenantId}`,
      knownAuthorities: [new URL(anyLogin).host],
      authorityMetadata: metadataOf(`${emulatorUrl}/${tenantId}`),
    },
  })
  const authProvider: AuthenticationProvider = {
    getAccessToken: async () => {
      const scopes = ['https://graph.microsoft.com/.default']
      return (await login.acquireTokenByClientCredential({ scopes }))?.accessToken ?? ''
    },
  }
  const client = Client.initWithMiddleware({
    middleware: [new AuthenticationHandler(authProvider), new RetryHandler(), toEmulator(emulatorUrl)],
  })
  for (const { url } of parts) await client.api(url).get()
}

/** The SDK sends tokens to Microsoft's hosts only: the last middleware redirects to the emulator. */
function toEmulator(emulatorUrl: string): Middleware {
  return {
    execute: async (context: Context) => {
      const { pathname, search } = new URL(String(context.request))
      context.response = await fetch(emulatorUrl + pathname + search, context.options)
    },
  }
}

/** Stands in for the emulator: msal-node refuses http authorities, but uses the URLs of the metadata as they are. */
const anyLogin = 'https://login.bench.invalid'

const metadataOf = (base: string): string =>
  JSON.stringify({
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    issuer: `${anyLogin}/{tenantid}/v2.0`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  })
