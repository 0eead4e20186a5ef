import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openDeadline } from '#platform/microsoft/deadline.ts'
import type { TenantRead } from '#platform/microsoft/facts.ts'
import { callGraph, type GraphPort } from '#platform/microsoft/graph-client.ts'
import { makeHttpClient } from '#platform/microsoft/http-client.ts'
import { pageOf, readList } from '#platform/microsoft/paging.ts'
import type { Effect } from '../../../emulator/world/effects.ts'
import { json, openServer } from '../../domain/directory/odd-server.ts'
import { clientIdOf, openMicrosoft, outcomeOf } from '../../support/microsoft.ts'

const path = `${clientIdOf('user-device-activity')}')/appRoleAssignments`
const setId = 'user-device-activity'

/** Without the digest, which paged reads don't have; they are compared by facts. */
function factsOf(read: TenantRead): object {
  const { digest, ...facts } = read as { digest?: string }
  expect(digest).toBeDefined()
  return facts
}

describe('long lists', () => {
  test('are read to their end, page by page, with the same facts', async () => {
    const microsoft = await openMicrosoft()
    const whole = factsOf(await microsoft.read('adatum.com'))
    microsoft.requests()
    microsoft.world.settings.maxPageSize = 7
    const paged = await microsoft.read('adatum.com')
    expect(paged).toEqual(whole)
    const requests = microsoft.requests()
    expect(requests[0]).toBe('batch 200')
    const principal = `/servicePrincipals(appId='${clientIdOf(setId)}')`
    // 17 assignments are three pages: one in the batch, two after it.
    expect(requests.filter((request) => request.includes(principal))).toEqual([
      `GET ${principal}/appRoleAssignments 200`,
      `GET ${principal}/appRoleAssignments 200`,
    ])
  })

  test('may have an empty page with a next one', async () => {
    const microsoft = await openMicrosoft()
    const whole = factsOf(await microsoft.read('adatum.com'))
    microsoft.fault('graph', { kind: 'emptyPage' })
    expect(await microsoft.read('adatum.com')).toEqual(whole)
  })

  test('start again when the place in them is no longer known', async () => {
    const microsoft = await openMicrosoft()
    const whole = factsOf(await microsoft.read('adatum.com'))
    microsoft.world.settings.maxPageSize = 10
    microsoft.requests()
    microsoft.fault(
      'graph',
      { kind: 'expiredPageToken' },
      { path: '/appRoleAssignments?', skip: 0, times: 1 },
    )
    expect(await microsoft.read('adatum.com')).toEqual(whole)
    expect(microsoft.requests().filter((request) => request.endsWith(' 400'))).toHaveLength(1)
  })

  test('are given up after five new starts, and a part of them is nothing', async () => {
    const microsoft = await openMicrosoft()
    microsoft.world.settings.maxPageSize = 10
    microsoft.fault('graph', { kind: 'expiredPageToken' }, { path })
    const read = await microsoft.read('adatum.com')
    expect(outcomeOf(read, setId)).toBe('pageTokenExpired')
    expect(outcomeOf(read, 'directory-data')).toBe('ok')
    expect(microsoft.requests().filter((request) => request.endsWith(' 400'))).toHaveLength(6)
  })

  test('that break off in the middle are not read', async () => {
    const microsoft = await openMicrosoft()
    microsoft.world.settings.maxPageSize = 10
    microsoft.fault('graph', { kind: 'status', status: 403 }, { path })
    expect(outcomeOf(await microsoft.read('adatum.com'), setId)).toBe('readerRightMissing')
    microsoft.world.faults = []
    microsoft.fault('graph', { kind: 'status', status: 503 }, { path, times: 1 })
    expect(outcomeOf(await microsoft.read('adatum.com'), setId)).toBe('ok')
    expect(microsoft.slept).toEqual([1_000])
  })

  test.each([408, 425])(
    'whose next one the service gives up on with %i are asked for again',
    async (status) => {
      const microsoft = await openMicrosoft()
      microsoft.world.settings.maxPageSize = 10
      microsoft.fault('graph', { kind: 'status', status }, { path, times: 1 })
      expect(outcomeOf(await microsoft.read('adatum.com'), setId)).toBe('ok')
      expect(microsoft.slept).toEqual([1_000])
    },
  )

  test('that lead in a circle are not read', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('part', { kind: 'loopingPage' }, { path })
    microsoft.fault('graph', { kind: 'loopingPage' }, { path })
    expect(outcomeOf(await microsoft.read('adatum.com'), setId)).toBe('listUnfinished')
    expect(microsoft.requests().length).toBeLessThan(5)
  })
})

describe('a next page of another version', () => {
  /** A Graph whose first page leads to `next`, relative to its address. */
  async function readFrom(next: string) {
    const server = await openServer((request, response) => {
      if (request.url !== '/v1.0/list') return json(response, 200, { value: [{ id: request.url }] })
      return json(response, 200, { value: [{ id: 'first' }], '@odata.nextLink': `${server.url}${next}` })
    })
    const deadline = openDeadline({ timeoutMs: 5_000, sleep: async () => {}, random: () => 0 })
    const http = makeHttpClient({ origins: [server.url], timeoutMs: 5_000 })
    onTestFinished(async () => {
      deadline.close()
      await http.close()
    })
    const port = { http, graphUrl: `${server.url}/v1.0`, now: () => new Date(0) } as unknown as GraphPort
    const session = { tenantId: 't', deadline, token: 'x', renewed: true }
    const first = await callGraph(port, session, { method: 'GET', path: '/list' })
    if (!first.read) throw new Error(first.outcome.name)
    const schema = pageOf(z.object({ id: z.string() }))
    return readList(port, session, { url: '/list', first: first.value, schema })
  }

  for (const next of [
    '/beta/list?$skiptoken=a%2Bb',
    '/v2.0/other/list?x=1',
    '/v1.1/list',
    '/v1.0/list?$top=5',
  ])
    test(`${next} is followed as given`, async () => {
      expect(await readFrom(next)).toEqual({ read: true, value: [{ id: 'first' }, { id: next }] })
    })

  for (const next of [
    '/other/list',
    '/v1.0/../other',
    '/v1.0/%2e%2e/other',
    '/beta',
    '/beta/',
    '/v1.0x/list',
    '//v1.0/list',
  ])
    test(`${next} is none, and is not followed`, async () => {
      expect(await readFrom(next)).toMatchObject({ read: false, outcome: { name: 'listUnfinished' } })
    })
})

describe('a next page at another address', () => {
  const foreign: [name: string, host: (own: string, other: string) => string][] = [
    ['another host', (_, other) => other],
    ['another port', (own) => own.replace(/:\d+$/, ':9')],
    ['another scheme', (own) => own.replace('http:', 'https:')],
    ['a name before the host', (own) => own.replace('//', '//somebody@')],
    ['a path outside of Graph', (own) => `${own}/other`],
    ['a path that climbs out of Graph', (own) => `${own}/v1.0/../other`],
    ['no address', () => 'x'],
  ]
  for (const [name, host] of foreign) {
    test(`${name} is not followed, and no token leaves for it`, async () => {
      const other = await openServer((_, response) => response.end('{"value":[]}'))
      const microsoft = await openMicrosoft()
      await microsoft.read('adatum.com')
      microsoft.requests()
      const effect: Effect = { kind: 'foreignPage', host: host(microsoft.url, other.url) }
      microsoft.fault('part', effect, { path })
      const read = await microsoft.read('adatum.com')
      expect(outcomeOf(read, setId)).toBe('listUnfinished')
      expect(outcomeOf(read, 'directory-data')).toBe('ok')
      expect(microsoft.requests()).toEqual(['batch 200'])
      expect(other.seen).toEqual([])
    })
  }
})
