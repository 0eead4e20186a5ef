import { expect, test } from 'vitest'
import type { Permission, Requirement } from '#domain/catalog/permission-set.ts'
import { permissionKey } from '#domain/catalog/permission-set.ts'
import type { Directory } from '#domain/directory/directory.ts'
import { checkPublished } from '#domain/requirements/check-published.ts'
import { silentLog } from '#platform/base/log.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { guid } from '../../stores/samples.ts'
import { directoryRead, graphApi, requirement } from '../status/grant-samples.ts'

const ownApi = guid(41)
const absentApi = guid(42)
const exchange = '00000002-0000-0ff1-ce00-000000000000'

/** As a registration lists it, without a name. */
const nameless = (id: string, rest: Partial<Permission> = {}): Permission => ({
  ...directoryRead,
  id,
  value: id,
  tier: 0,
  reason: '',
  without: '',
  knowledge: 'none',
  ...rest,
})
const explained = (id: string, resourceAppId: string): Permission => ({
  ...directoryRead,
  id,
  resourceAppId,
  value: 'Own.Read',
})

/** What the APIs answer; `asked` collects them. */
function directoryOf(listed: readonly Permission[] | undefined, asked: string[] = []) {
  const readPublished: Directory['readPublished'] = async (ids) => {
    asked.push(...ids)
    if (!listed) return { read: false, outcome: makeOutcome('graph', 'graphFault') }
    const apis = new Map([
      [graphApi, 'Microsoft Graph'],
      [ownApi, 'Own API'],
    ])
    return {
      read: true,
      value: { apis, values: new Map(listed.map((one) => [permissionKey(one), 'Its.Name'])) },
    }
  }
  return { directory: { readPublished } as Partial<Directory> as Directory, log: silentLog }
}

const check = async (
  listed: readonly Permission[] | undefined,
  permission: Permission,
  before: readonly Requirement[] = [],
) => (await checkPublished(directoryOf(listed), [requirement([permission])], before))[0]?.permissions[0]

test('a list of known permissions asks nobody', async () => {
  const asked: string[] = []
  const list = [requirement([directoryRead])]
  expect(await checkPublished(directoryOf([], asked), list, [])).toEqual(list)
  expect(asked).toEqual([])
})

test('what its API publishes gets its name, stays tier 0, and is compared by it', async () => {
  const scope = nameless(guid(1), { type: 'delegated' })
  expect(await check([scope], scope)).toMatchObject({ value: 'Its.Name', tier: 0, knowledge: 'unrated' })
})

test('the ID of a role is not that of a scope, and that of one API not of another', async () => {
  const published = nameless(guid(1))
  for (const other of [
    nameless(guid(1), { type: 'delegated' }),
    nameless(guid(1), { resourceAppId: ownApi }),
  ])
    expect((await check([published], other))?.knowledge).toBe('unpublished')
})

test('what the catalog explains keeps its words, whether its API is there or not', async () => {
  const own = explained(guid(1), ownApi)
  expect(await check([own], own)).toEqual(own)
  expect((await check([], own))?.knowledge).toBe('unpublished')
  const elsewhere = explained(guid(1), absentApi)
  expect(await check([], elsewhere)).toEqual(elsewhere)
})

test('an API that the home tenant lacks: nobody’s is the publisher’s fault, Microsoft’s can be elsewhere', async () => {
  expect((await check([], nameless(guid(1), { resourceAppId: absentApi })))?.knowledge).toBe('unpublished')
  expect((await check([], nameless(guid(1), { resourceAppId: exchange })))?.knowledge).toBe('none')
})

test('what can’t be asked keeps what was known, and without that stays nameless and tier 0', async () => {
  const before = nameless(guid(1), { value: 'Its.Name', knowledge: 'unrated' })
  expect(await check(undefined, nameless(guid(1)), [requirement([before])])).toEqual(before)
  expect(await check(undefined, nameless(guid(1)))).toMatchObject({ tier: 0, knowledge: 'none' })
})
