import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { makeDirectory } from '#domain/directory/make-directory.ts'
import { makeLog } from '#platform/base/log.ts'
import { demo } from '../../../emulator/demo-world.ts'
import { json, openServer } from '../../domain/directory/odd-server.ts'
import { makeCertificate } from '../../support/make-certificate.ts'
import { requirements } from '../../support/microsoft.ts'

const tenantId = '5a60f7b3-0000-4000-8000-000000000004'
const secret = 'S3cr3t~value-of-the-app'
const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0b2tlbiJ9.signature'
const { certificate, key } = makeCertificate('reader')
const now = () => new Date('2026-03-01T08:00:00.000Z')

const isToken = (url = ''): boolean => url.includes('/oauth2/v2.0/token')
const isDiscovery = (url = ''): boolean => url.includes('.well-known')

/** Responses that echo the whole request wherever text could be read from. */
const echo = (status: number) => {
  const said = `${secret} ${token} client_secret=${secret} Bearer ${token}`
  return {
    error: status === 200 ? { code: said, message: said, innerError: { 'request-id': said } } : said,
    error_description: `AADSTS7000215: ${said} Trace ID: ${said}`,
    error_codes: [said],
    trace_id: said,
    access_token: status === 200 ? token : undefined,
    expires_in: said,
    issuer: said,
    responses: [
      { id: 'principals:0', status: 403, headers: { 'request-id': said }, body: { error: { code: said } } },
    ],
    '@odata.nextLink': `https://evil.example/${token}`,
  }
}

const readers = [
  { clientId: demo.reader.clientId, secret },
  {
    clientId: demo.reader.clientId,
    certificate: { thumbprintSha256: 'ab'.repeat(32), privateKey: key, x5c: certificate },
  },
  {
    clientId: demo.reader.clientId,
    certificate: { thumbprintSha256: 'not hex', privateKey: `${key}${secret}` },
  },
]

/** All output of a directory with such services: results, errors, events and log lines. */
async function everythingSaid(
  tokenStatus: number,
  graphStatus: number,
  reader: (typeof readers)[number],
): Promise<string> {
  const server = await openServer((request, response) => {
    const status = isToken(request.url) || isDiscovery(request.url) ? tokenStatus : graphStatus
    json(response, status, echo(status), {
      'request-id': token,
      'x-ms-request-id': secret,
      'retry-after': token,
    })
  })
  const lines: string[] = []
  const log = makeLog({ level: 'debug', clock: now, destination: { write: (line) => void lines.push(line) } })
  const said: unknown[] = []
  const directory = makeDirectory({
    loginBaseUrl: server.url,
    graphBaseUrl: server.url,
    homeTenantId: demo.homeTenantId,
    reader: reader as never,
    clock: now,
    sleep: async () => {},
    onRequest: (event) => said.push(event),
    step: (name) => said.push(name),
  })
  const calls = [
    () => directory.readTenant(tenantId, requirements),
    () => directory.readRegistrations([demo.reader.clientId]),
    () => directory.resolveTenant('contoso.com'),
  ]
  for (const call of calls) {
    try {
      said.push(await call())
    } catch (error) {
      said.push(error)
      log.error({ error }, 'call failed')
    }
  }
  log.info({ said }, 'said')
  await directory.close()
  return inspect(said, { depth: 12, showHidden: true }) + lines.join('')
}

describe('no secret and no token leaves by a result, an error, an event or a log line', () => {
  for (const [tokenStatus, graphStatus] of [
    [200, 200],
    [200, 403],
    [200, 401],
    [200, 429],
    [200, 500],
    [400, 200],
    [401, 200],
    [503, 200],
  ] as const) {
    test(`token ${tokenStatus}, Graph ${graphStatus}`, async () => {
      for (const reader of readers) {
        const said = await everythingSaid(tokenStatus, graphStatus, reader)
        expect(said).toContain('login.request')
        for (const hidden of [secret, token, 'eyJ', 'PRIVATE KEY', 'evil.example'])
          expect(said).not.toContain(hidden)
      }
    })
  }
})

test('the secret goes to the sign-in service alone, the token to Graph alone', async () => {
  const login = await openServer((_, response) =>
    json(response, 200, { expires_in: 3599, access_token: token }),
  )
  const graph = await openServer((_, response) => json(response, 200, { responses: [] }))
  const directory = makeDirectory({
    loginBaseUrl: login.url,
    graphBaseUrl: `${graph.url}/`,
    homeTenantId: demo.homeTenantId,
    reader: { clientId: demo.reader.clientId, secret },
    clock: now,
    sleep: async () => {},
  })
  await directory.readTenant(tenantId, requirements)
  await directory.close()
  expect(login.seen.map(({ authorization }) => authorization)).toEqual([undefined])
  expect(login.seen[0]?.url).not.toContain(secret)
  // Parts without an answer are asked once more.
  const batch = { method: 'POST', url: '/v1.0/$batch', authorization: `Bearer ${token}` }
  expect(graph.seen).toEqual([batch, batch])
})
