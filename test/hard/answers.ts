import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { makeDirectory } from '#domain/directory/make-directory.ts'
import { applyFacts, viewOfSet } from '#domain/status/apply-facts.ts'
import { evaluateStatus } from '#domain/status/evaluate-status.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import { hours } from '#platform/base/time.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import { demo } from '../../emulator/demo-world.ts'
import { openMicrosoft, requirements } from '../support/microsoft.ts'
import { attack } from './attack.ts'
import { damaged, garbled, text } from './values.ts'

const tenantId = demo.tenants.find(({ displayName }) => displayName.startsWith('Adatum'))?.id ?? ''

/** Good answers of the emulated Microsoft, by what was asked. */
async function recordAnswers(): Promise<Map<string, string>> {
  const { url } = await openMicrosoft()
  const answers = new Map<string, string>()
  const proxy = await openAnswering(async (kind, path, method, headers, body, response) => {
    const answer = await fetch(url + path, { method, headers, ...(method === 'POST' && { body }) })
    const said = await answer.text()
    answers.set(kind, said)
    response.end(said)
  })
  const directory = open(proxy)
  await directory.readTenant(tenantId, requirements)
  await directory.resolveTenant('adatum.com')
  await directory.readRegistrations(Object.values(demo.sets))
  await directory.close()
  if (answers.size !== 4)
    throw new Error(`Expected four kinds of answers, got ${[...answers.keys()].join(', ')}`)
  return answers
}

type Answering = (
  kind: string,
  path: string,
  method: string,
  headers: Record<string, string>,
  body: string,
  response: ServerResponse,
) => Promise<void>

async function openAnswering(answering: Answering): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const { url = '', method = 'GET' } = request
    const kind = url.includes('/token')
      ? 'token'
      : url.includes('.well-known')
        ? 'discovery'
        : body.includes('/applications(')
          ? 'registrations'
          : 'batch'
    const keep = ['authorization', 'content-type'].flatMap((name) =>
      request.headers[name] ? [[name, String(request.headers[name])]] : [],
    )
    await answering(kind, url, method, Object.fromEntries(keep) as Record<string, string>, body, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const open = (url: string) =>
  makeDirectory({
    loginBaseUrl: url,
    graphBaseUrl: url,
    homeTenantId: demo.homeTenantId,
    reader: demo.reader,
    clock: () => new Date('2026-03-01T08:00:00.000Z'),
    random: () => 0,
    sleep: async () => {},
  })

const statuses = fc.oneof(
  { weight: 8, arbitrary: fc.constant(200) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(201, 204, 302, 400, 401, 403, 404, 410, 424, 429, 500, 502, 503, 504),
  },
)

interface Said {
  kind: string
  status: number
  body: string
  headers: Record<string, string>
}

test('whatever Microsoft seems to say: no crash, and nothing is called granted that was not in it', {
  timeout: 1_200_000,
}, async () => {
  const answers = await recordAnswers()
  let said: Said | undefined
  let served = ''
  const url = await openAnswering(async (kind, _path, _method, _headers, _body, response) => {
    const odd = said?.kind === kind ? said : undefined
    const body = odd?.body ?? answers.get(kind) ?? '{}'
    if (kind === 'batch') served = body.toLowerCase()
    response.writeHead(odd?.status ?? 200, { 'content-type': 'application/json', ...odd?.headers })
    response.end(odd?.status === 204 ? '' : body)
  })
  const bodyOf = (kind: string): fc.Arbitrary<string> => {
    const good = answers.get(kind) ?? '{}'
    return fc.oneof(
      {
        weight: 6,
        arbitrary: damaged(JSON.parse(good) as unknown).map((value) => JSON.stringify(value) ?? ''),
      },
      { weight: 3, arbitrary: garbled(good) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '',
          '<html><body>502</body></html>',
          '{}',
          '[]',
          'null',
          '{"responses":[]}',
          '{"error":{"code":"x"}}',
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constant(good.toUpperCase().replaceAll('TRUE', 'true').replaceAll('NULL', 'null')),
      },
      { weight: 1, arbitrary: text },
    )
  }
  const input = fc
    .constantFrom('batch', 'batch', 'batch', 'token', 'discovery', 'registrations')
    .chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        status: statuses,
        body: bodyOf(kind),
        headers: fc.constantFrom<Record<string, string>>(
          {},
          { 'retry-after': '-5' },
          { 'retry-after': 'soon' },
          { 'retry-after': '99999999' },
          { location: 'https://evil.example/' },
        ),
      }),
    )
  await attack('answers', input, async (inputs) => {
    for (const each of inputs) {
      said = each
      const directory = open(url)
      if (each.kind === 'discovery') await refusedWell(directory.resolveTenant('adatum.com'))
      else if (each.kind === 'registrations') await directory.readRegistrations(Object.values(demo.sets))
      else expectSound(await directory.readTenant(tenantId, requirements), served)
      await directory.close()
    }
  })
})

/** A tenant id, or one of the errors that people read. */
async function refusedWell(answer: Promise<string>): Promise<void> {
  const result = await answer.catch((error: unknown) => error)
  if (result instanceof UserError || result instanceof OutsideError) return
  expect(result).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
}

function expectSound(read: TenantRead, served: string): void {
  for (const requirement of requirements) {
    const view = viewOfSet(read, requirement.setId)
    const memory = view ? applyFacts({}, requirement, view) : {}
    const { status } = evaluateStatus({ requirement, memory, now: read.at, maxAgeMs: hours(24) })
    if (status !== 'granted' && status !== 'settingsRequired') continue
    for (const { id, type } of requirement.permissions)
      if (type === 'application' && id)
        expect(served, `${requirement.setId} is called ${status}`).toContain(id)
  }
}
