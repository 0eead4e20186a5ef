import { expect, test } from 'vitest'
import type { Permission } from '#domain/catalog/permission-set.ts'
import {
  listRequirements,
  type StoredRequirement,
  saveRequirement,
} from '#domain/requirements/requirements-store.ts'
import { describeStore } from './contract.ts'
import { at, guid, t0 } from './samples.ts'

const permission: Required<Permission> = {
  api: 'Microsoft Graph',
  resourceAppId: guid(1),
  type: 'application',
  id: guid(2),
  value: 'User.Read.All',
  tier: 1,
  tierSource: 'tiering',
  reason: 'Who is who. "Ä"',
  without: 'Nothing is known.',
  retires: {
    date: '2027-04-01',
    what: 'It',
    alsoNeeds: { what: 'More', from: '2026-10-01' },
    source: 'https://x.example',
  },
  preview: { what: 'It', source: 'https://x.example' },
  narrower: [{ name: 'Less.Read', note: 'Less', source: 'https://x.example' }],
  knowledge: 'nameOnly',
}

const stored = (setId: string, rest: Partial<StoredRequirement> = {}): StoredRequirement => ({
  setId,
  version: 'v1',
  permissions: [permission],
  source: 'registration',
  readAt: t0,
  ...rest,
})

describeStore('requirements', (open) => {
  test('come back whole, by set', async () => {
    const { db } = await open()
    expect(await listRequirements(db)).toEqual([])
    const [b, a] = [stored('b'), stored('a', { problem: 'unreadable', source: 'catalog', permissions: [] })]
    const outcome = { service: 'graph', name: 'answerUnreadable', class: 'passing', field: 'web' } as const
    Object.assign(a, { outcome })
    for (const each of [b, a]) await saveRequirement(db, each)
    expect(await listRequirements(db)).toStrictEqual([a, b])
  })

  test('a new reading takes the place of the old, its problem too', async () => {
    const { db } = await open()
    await saveRequirement(db, stored('a', { problem: 'empty' }))
    await saveRequirement(db, stored('b'))
    const next = stored('a', { version: 'v2', permissions: [], readAt: at(1) })
    await saveRequirement(db, next)
    expect(await listRequirements(db)).toStrictEqual([next, stored('b')])
  })
})
