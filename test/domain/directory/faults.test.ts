import { describe, expect, test } from 'vitest'
import { makeDirectory } from '#domain/directory/make-directory.ts'
import { seconds } from '#platform/base/time.ts'
import { demo } from '../../../emulator/demo-world.ts'
import {
  clientIdOf,
  factsOf,
  type Microsoft,
  openMicrosoft,
  outcomeOf,
  requirements,
  setIds,
} from '../../support/microsoft.ts'
import { aToken, json, openServer } from './odd-server.ts'

const partsOf = (microsoft: Microsoft): string[][] =>
  microsoft
    .entries()
    .flatMap(({ parts }) => (parts ? [parts] : []))
    .map((parts) => parts.map(({ id, status }) => `${id} ${status}`))

describe('parts of a batch', () => {
  const path = `${clientIdOf('account-actions')}')/appRoleAssignments`

  test('only the throttled part is sent again, after the wait it asked for', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 429, retryAfter: '7' }, { path, times: 1 })
    const read = await microsoft.read('adatum.com')
    const [first, second, ...more] = partsOf(microsoft)
    expect(first?.filter((part) => !part.endsWith(' 200'))).toEqual(['assignments:account-actions 429'])
    expect(second).toEqual(['assignments:account-actions 200'])
    expect(more).toEqual([])
    expect(microsoft.slept).toEqual([seconds(7)])
    expect(setIds.map((setId) => outcomeOf(read, setId))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
  })

  test('a part that was refused is not sent again with one that was throttled', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 429, retryAfter: '1' }, { path, times: 1 })
    microsoft.fault('part', { kind: 'status', status: 403 }, { path: '/organization' })
    await microsoft.read('adatum.com')
    expect(partsOf(microsoft)[1]).toEqual(['assignments:account-actions 200'])
  })

  test('a service that is not set up needs no other token', async () => {
    const microsoft = await openMicrosoft()
    const message = 'Account is not provisioned.'
    const effect = { kind: 'status', status: 401, code: 'Unauthorized', message } as const
    microsoft.fault('part', effect, { path: 'subscribedSkus' })
    const read = await microsoft.read('adatum.com')
    const { servicePlans } = factsOf(read, 'user-device-activity')
    expect(servicePlans).toMatchObject({ outcome: { name: 'serviceNotSetUp' } })
    expect(microsoft.requests()).toEqual(['token 200', 'batch 200'])
  })

  test('several parts wait for the longest of their waits and go together', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault(
      'part',
      { kind: 'status', status: 429, retryAfter: '2' },
      { path: '/organization', times: 1 },
    )
    microsoft.fault(
      'part',
      { kind: 'status', status: 503, retryAfter: '4.5' },
      { path: '/subscribedSkus', times: 1 },
    )
    microsoft.fault('part', { kind: 'status', status: 500 }, { path, times: 1 })
    const read = await microsoft.read('adatum.com')
    expect(partsOf(microsoft)[1]).toEqual(['assignments:account-actions 200', 'organization 200', 'skus 200'])
    expect(microsoft.slept).toEqual([4_500])
    expect(read).toMatchObject({ connection: 'ok', organization: { read: true } })
  })

  test('without a wait of its own a part is sent again with growing pauses, and then given up alone', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 503 }, { path })
    const read = await microsoft.read('adatum.com')
    expect(partsOf(microsoft).map((parts) => parts.length)).toEqual([expect.any(Number), 1, 1, 1])
    expect(microsoft.slept).toEqual([1_000, 2_000, 4_000])
    expect(outcomeOf(read, 'account-actions')).toBe('graphFault')
    expect(setIds.filter((setId) => outcomeOf(read, setId) === 'ok')).toHaveLength(4)
  })

  test('a wait that does not fit into the read is not begun; the outcome carries it', async () => {
    const microsoft = await openMicrosoft({ timeoutMs: 30_000 })
    microsoft.fault('part', { kind: 'status', status: 429, retryAfter: '30' }, { path })
    const read = await microsoft.read('adatum.com')
    expect(microsoft.slept).toEqual([])
    expect(partsOf(microsoft)).toHaveLength(1)
    expect(read).toMatchObject({
      sets: { 'account-actions': { outcome: { name: 'graphThrottled', retryAfterMs: 30_000 } } },
    })
  })

  test('Retry-After may be a date', async () => {
    const microsoft = await openMicrosoft()
    const retryAfter = new Date(microsoft.clock.nowMs() + 9_000).toUTCString()
    microsoft.fault('part', { kind: 'status', status: 429, retryAfter }, { path, times: 1 })
    await microsoft.read('adatum.com')
    expect(microsoft.slept).toEqual([9_000])
  })

  test('waits of one read add up: the second is not begun when the time is over', async () => {
    const microsoft = await openMicrosoft({ timeoutMs: 30_000 })
    microsoft.fault('part', { kind: 'status', status: 429, retryAfter: '20' }, { path })
    const read = await microsoft.read('adatum.com')
    expect(microsoft.slept).toEqual([20_000])
    expect(outcomeOf(read, 'account-actions')).toBe('graphThrottled')
  })

  test('a part without an answer is asked once more, by itself and at once', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'missing' }, { path, times: 1 })
    const read = await microsoft.read('adatum.com')
    expect(outcomeOf(read, 'account-actions')).toBe('ok')
    expect(partsOf(microsoft)[1]).toEqual(['assignments:account-actions 200'])
    expect(microsoft.slept).toEqual([])
  })

  test('a part that stays without an answer is not read, and only its set is concerned', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'missing' }, { path })
    const read = await microsoft.read('adatum.com')
    expect(outcomeOf(read, 'account-actions')).toBe('partMissing')
    expect(outcomeOf(read, 'directory-data')).toBe('ok')
    expect(partsOf(microsoft)).toHaveLength(2)
  })

  test('without the list of service principals nothing can be judged', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'missing' }, { path: '/servicePrincipals?' })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: partMissing')
  })

  test('a name that could not be read takes nothing from the sets', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 403 }, { path: '/organization' })
    const read = await microsoft.read('adatum.com')
    expect(read).toMatchObject({ organization: { read: false, outcome: { name: 'readerRightMissing' } } })
    expect(outcomeOf(read, 'account-actions')).toBe('ok')
  })

  const licence = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'
  const refusals: [status: number, code: string | undefined, name: string][] = [
    [400, undefined, 'graphRequestWrong'],
    [403, undefined, 'readerRightMissing'],
    [403, licence, 'licenceMissing'],
    [403, 'Forbidden', 'readerRightMissing'],
    [404, undefined, 'objectNotFound'],
    [409, 'Conflict', 'graphConflict'],
    [410, 'resyncRequired', 'resyncRequired'],
    [424, 'FailedDependency', 'dependencyFailed'],
    [418, 'Teapot', 'graphRefused'],
  ]
  for (const [status, code, name] of refusals) {
    test(`${status} ${code ?? ''} is ${name}, never a loss and never repeated`, async () => {
      const microsoft = await openMicrosoft()
      microsoft.fault('part', { kind: 'status', status, ...(code ? { code } : {}) }, { path })
      const read = await microsoft.read('adatum.com')
      expect(outcomeOf(read, 'account-actions')).toBe(name)
      expect(partsOf(microsoft)).toHaveLength(1)
      expect(microsoft.slept).toEqual([])
    })
  }

  test('roles and licences may fail alone: no permission depends on them', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 403 }, { path: 'roleAssignments' })
    microsoft.fault('part', { kind: 'status', status: 403, code: licence }, { path: 'subscribedSkus' })
    const read = await microsoft.read('adatum.com')
    expect(factsOf(read, 'account-actions').directoryRoles).toMatchObject({
      outcome: { name: 'readerRightMissing' },
    })
    expect(factsOf(read, 'user-device-activity').servicePlans).toMatchObject({
      outcome: { name: 'licenceMissing' },
    })
  })

  test('a group list that failed leaves a role open only where it decides', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'status', status: 403 }, { path: 'transitiveMemberOf' })
    const direct = await microsoft.read('adatum.com')
    expect(factsOf(direct, 'account-actions').directoryRoles).toMatchObject({
      read: true,
      value: [{ via: 'direct' }],
    })
    const open = await microsoft.read('northwindtraders.com')
    expect(factsOf(open, 'account-actions').directoryRoles).toMatchObject({
      outcome: { name: 'readerRightMissing' },
    })
  })
})

describe('the whole answer of Graph', () => {
  const passing: [status: number, name: string][] = [
    [429, 'graphThrottled'],
    [500, 'graphFault'],
    [502, 'graphFault'],
    [503, 'graphFault'],
    [504, 'graphFault'],
  ]
  for (const [status, name] of passing) {
    test(`${status} once is repeated after the wait it asked for`, async () => {
      const microsoft = await openMicrosoft()
      microsoft.fault('graph', { kind: 'status', status, retryAfter: '3' }, { times: 1 })
      expect(outcomeOf(await microsoft.read('adatum.com'), 'account-actions')).toBe('ok')
      expect(microsoft.requests()).toEqual(['token 200', `batch ${status}`, 'batch 200'])
      expect(microsoft.slept).toEqual([3_000])
    })

    for (const retryAfter of ['0', 'Sun, 01 Mar 2020 08:00:00 GMT', '-1']) {
      test(`${status} with Retry-After ${retryAfter} keeps the back-off`, async () => {
        const microsoft = await openMicrosoft()
        microsoft.fault('graph', { kind: 'status', status, retryAfter })
        expect(outcomeOf(await microsoft.read('adatum.com'))).toBe(`failed: ${name}`)
        expect(microsoft.slept).toEqual([1_000, 2_000, 4_000])
      })
    }

    test(`${status} for ever is given up after four requests and is ${name}`, async () => {
      const microsoft = await openMicrosoft()
      microsoft.fault('graph', { kind: 'status', status })
      expect(outcomeOf(await microsoft.read('adatum.com'))).toBe(`failed: ${name}`)
      expect(microsoft.requests()).toHaveLength(5)
      expect(microsoft.slept).toEqual([1_000, 2_000, 4_000])
    })
  }

  test('one tenant that is throttled does not slow another', async () => {
    const microsoft = await openMicrosoft()
    const tenantId = microsoft.tenant('fabrikam.com').id
    microsoft.fault('graph', { kind: 'status', status: 429, retryAfter: '5' }, { tenantId })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    expect(microsoft.slept).toEqual([])
  })

  test('a cut connection is tried again, and named if it stays', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('graph', { kind: 'cut' }, { times: 1 })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('ok')
    microsoft.fault('graph', { kind: 'cut' })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: connectionCut')
    expect(microsoft.events.at(-1)).not.toHaveProperty('status')
  })

  test('JSON that ends in the middle is not read', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('graph', { kind: 'truncate' })
    expect(outcomeOf(await microsoft.read('adatum.com'))).toBe('failed: answerUnreadable')
    expect(microsoft.slept).toEqual([])
  })

  test('403 on everything is what the reader may not see, not what the tenant lost', async () => {
    const microsoft = await openMicrosoft()
    expect(outcomeOf(await microsoft.read('tailspintoys.com'))).toBe('failed: readerRightMissing')
  })
})

describe('the wire', () => {
  const tenantId = '5a60f7b3-0000-4000-8000-000000000004'
  const directoryAt = (url: string, rest = {}) => {
    const { homeTenantId, reader } = demo
    const clock = () => new Date('2026-03-01T08:00:00.000Z')
    const sleep = async () => {}
    return makeDirectory({
      loginBaseUrl: url,
      graphBaseUrl: url,
      homeTenantId,
      reader,
      clock,
      sleep,
      ...rest,
    })
  }
  const readAt = async (url: string, rest = {}) => {
    const directory = directoryAt(url, rest)
    try {
      return outcomeOf(await directory.readTenant(tenantId, requirements))
    } finally {
      await directory.close()
    }
  }
  const isToken = (url = '') => url.startsWith(`/${tenantId}/oauth2/v2.0/token`)

  const tokens: [name: string, value: unknown][] = [
    ['an object that is no text', { toString: 'x' }],
    ['a list', ['a-token']],
    ['a number', 5],
    ['a second header line', 'a-token\r\nx-evil: 1'],
    ['letters of no header', 'a-token-😀'],
  ]
  for (const [name, value] of tokens) {
    test(`${name} in place of a token is not sent on`, async () => {
      const server = await openServer((_, response) =>
        json(response, 200, { ...aToken, access_token: value }),
      )
      expect(await readAt(server.url)).toBe('failed: loginUnreadable')
      expect(server.seen.filter(({ url }) => !isToken(url))).toEqual([])
    })
  }

  test('an answer that never comes ends with the time of the read', async () => {
    const server = await openServer((request, response) => {
      if (isToken(request.url)) json(response, 200, aToken)
    })
    expect(await readAt(server.url, { timeoutMs: 60 })).toBe('failed: timedOut')
  })

  test('a token that never comes, too', async () => {
    const server = await openServer(() => {})
    expect(await readAt(server.url, { timeoutMs: 60 })).toBe('failed: timedOut')
  })

  test('who cancels is answered at once', async () => {
    const controller = new AbortController()
    const server = await openServer((request, response) => {
      if (isToken(request.url)) json(response, 200, aToken)
      else controller.abort()
    })
    const directory = directoryAt(server.url)
    const read = await directory.readTenant(tenantId, requirements, { signal: controller.signal })
    expect(outcomeOf(read)).toBe('failed: readCancelled')
    const again = await directory.readTenant(tenantId, requirements, { signal: controller.signal })
    expect(outcomeOf(again)).toBe('failed: readCancelled')
    expect(server.seen).toHaveLength(2)
    await directory.close()
  })

  test('closing ends the reads under way as unread', async () => {
    const server = await openServer((request, response) => {
      if (isToken(request.url)) json(response, 200, aToken)
      else void directory.close()
    })
    const directory = directoryAt(server.url)
    expect(outcomeOf(await directory.readTenant(tenantId, requirements))).toBe('failed: networkFault')
  })

  test('a body that ends too early', async () => {
    const server = await openServer((request, response) => {
      if (isToken(request.url)) return json(response, 200, aToken)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"responses":[', () => response.destroy())
    })
    expect(await readAt(server.url)).toBe('failed: connectionCut')
  })

  const bodies: [name: string, body: string][] = [
    ['no JSON', '<html>a proxy</html>'],
    ['an empty body', ''],
    ['JSON that is no object', '"text"'],
    ['an object without answers', '{}'],
    ['answers that are none', '{"responses":[{"id":1}]}'],
  ]
  for (const [name, body] of bodies) {
    test(`${name} with 200 is no answer`, async () => {
      const server = await openServer((request, response) => {
        if (isToken(request.url)) return json(response, 200, aToken)
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(body)
      })
      expect(await readAt(server.url)).toBe('failed: answerUnreadable')
    })
  }

  test('a part that is answered twice is not read; parts may come without headers', async () => {
    const server = await openServer((request, response) => {
      if (isToken(request.url)) return json(response, 200, aToken)
      const body = { value: [] }
      const part = { id: 'principals:0', status: 200, body }
      json(response, 200, { responses: [part, { ...part }, { id: 'organization', status: 200, body }] })
    })
    expect(await readAt(server.url)).toBe('failed: partMissing')
  })

  test('a list without its rows is unreadable, never empty', async () => {
    for (const body of [{}, { value: null }, { value: [{ id: 'x' }] }, 'bm90IEpTT04=']) {
      const server = await openServer((request, response) => {
        if (isToken(request.url)) return json(response, 200, aToken)
        json(response, 200, { responses: [{ id: 'principals:0', status: 200, headers: {}, body }] })
      })
      expect(await readAt(server.url)).toBe('failed: answerUnreadable')
    }
  })

  test('a redirect is not followed', async () => {
    const elsewhere = await openServer((_, response) => json(response, 200, {}))
    const server = await openServer((request, response) => {
      if (isToken(request.url)) return json(response, 200, aToken)
      response.writeHead(307, { location: `${elsewhere.url}/v1.0/$batch` })
      response.end()
    })
    expect(await readAt(server.url)).toBe('failed: graphRefused')
    expect(elsewhere.seen).toEqual([])
  })

  test('a host that nobody answers at', async () => {
    const closed = await openServer(() => {})
    const { port } = new URL(closed.url)
    expect(await readAt(`http://127.0.0.2:${port}`)).toBe('failed: connectionRefused')
  })
})
