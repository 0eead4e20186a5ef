import { describe, expect, test } from 'vitest'
import { type OverviewData, type OverviewRow, overviewCard } from '../../cards/overview.ts'
import type { Card } from '../../cards/render.ts'
import { statusesByAttention } from '../../cards/status-order.ts'
import type { Status } from '../../cards/words/codes.ts'
import { adatum, contoso, directoryData, fabrikam, longTenants, posture } from '../support/card-subjects.ts'
import { complaintsAbout, piecesOf } from '../support/check-card.ts'

const rowOf = (given: Partial<OverviewRow> & Pick<OverviewRow, 'tenant'>): OverviewRow => ({
  state: 'connected',
  worst: 'granted',
  statuses: { [directoryData.id]: 'granted', [posture.id]: 'granted' },
  ...given,
})

const overview = (given: Partial<OverviewData> = {}): Card =>
  overviewCard({
    sets: [directoryData, posture],
    firstSet: 1,
    rows: [rowOf({ tenant: contoso })],
    page: 1,
    pageSize: 10,
    total: 1,
    needsAction: 0,
    counts: { granted: 2 },
    connecting: 0,
    lost: 0,
    elsewhere: 0,
    accepted: 0,
    ...given,
  })

const textsOf = (part: unknown): string[] => piecesOf(part).flatMap(({ text }) => (text ? [`${text}`] : []))
/** Rows of the table: names of the head, or name and icons. */
function rowsOf(card: Card): string[][] {
  const table = piecesOf(card).find(({ type }) => type === 'Table')
  return ((table?.rows ?? []) as { cells: unknown[] }[]).map(({ cells }) =>
    cells.map((cell) => textsOf(cell).join(' ')),
  )
}
const clicksOf = (card: Card) =>
  piecesOf(card)
    .filter(({ type, verb }) => type === 'Action.Execute' && verb === 'grant.details')
    .map(({ title, data }) => ({ title, data }))

describe('overview', () => {
  test('a row for each tenant, a column for each set, and every cell opens its details', () => {
    const statuses: Record<string, Status> = { [directoryData.id]: 'error', [posture.id]: 'blocked' }
    const card = overview({ rows: [rowOf({ tenant: contoso, statuses }), rowOf({ tenant: adatum })] })
    expect(rowsOf(card)).toEqual([
      ['Tenant', '1', '2'],
      ['**Contoso Ltd**', '❌', '⛔'],
      ['**Adatum**', '✅', '✅'],
    ])
    expect(clicksOf(card)).toEqual([
      { title: 'Error', data: { tenantId: contoso.id, setId: directoryData.id } },
      { title: 'Blocked', data: { tenantId: contoso.id, setId: posture.id } },
      { title: 'Granted', data: { tenantId: adatum.id, setId: directoryData.id } },
      { title: 'Granted', data: { tenantId: adatum.id, setId: posture.id } },
    ])
    expect(textsOf(card)).toContain('Columns: **1** Directory data · **2** Read SaaS security posture')
  })

  test('what was never read is not checked, never granted', () => {
    const card = overview({ rows: [rowOf({ tenant: contoso, statuses: {} })] })
    expect(rowsOf(card)[1]).toEqual(['**Contoso Ltd**', '❔', '❔'])
  })

  test('a set whose app is used in another tenant is a dash, not something that is open', () => {
    const statuses: Record<string, Status> = { [directoryData.id]: 'notGranted', [posture.id]: 'granted' }
    const elsewhere = new Set([directoryData.id])
    const card = overview({ rows: [rowOf({ tenant: contoso, statuses, elsewhere })], elsewhere: 7 })
    expect(rowsOf(card)[1]).toEqual(['**Contoso Ltd**', '–', '✅'])
    expect(clicksOf(card)[0]?.title).toBe('Used in another tenant')
    expect(textsOf(card)).toContain('– 7 used in another tenant')
  })

  test.each([
    [{ state: 'lost' }, '❌ connection lost'],
    [{ state: 'connecting' }, '⏳ not connected yet'],
    [{ damaged: true }, '❌ can’t be read'],
  ] as const)('%j: no icon that somebody could believe, and the way to the tenant', (given, said) => {
    const card = overview({ rows: [rowOf({ tenant: fabrikam, ...given })] })
    expect(rowsOf(card)[1]).toEqual([`**Fabrikam** ${said}`, '·', '·'])
    const [open] = piecesOf(card).filter(({ verb }) => verb === 'tenant.show')
    expect(open).toMatchObject({ data: { tenantId: fabrikam.id } })
  })

  test('older clients read the same, line by line', () => {
    const statuses: Record<string, Status> = { [directoryData.id]: 'updateRequired', [posture.id]: 'granted' }
    const rows = [rowOf({ tenant: contoso, statuses }), rowOf({ tenant: fabrikam, state: 'lost' })]
    const table = piecesOf(overview({ rows })).find(({ type }) => type === 'Table')
    expect(textsOf(table?.fallback)).toEqual(['⚠️✅ **Contoso Ltd**', '·· **Fabrikam** · ❌ connection lost'])
  })

  test('more sets than fit are shown in turn, and each row says its worst status whatever is shown', () => {
    const sets = Array.from({ length: 7 }, (_, n) => ({ id: `set-${n}`, name: `Set ${n}` }))
    const rows = [rowOf({ tenant: contoso, worst: 'error', statuses: { 'set-6': 'error' } })]
    const first = overview({ sets, rows })
    expect(rowsOf(first)).toEqual([
      ['Tenant', '1', '2', '3', '4', '5'],
      ['❌ **Contoso Ltd**', '❔', '❔', '❔', '❔', '❔'],
    ])
    const [more] = piecesOf(first).filter(
      ({ title, type }) => title === 'More sets' && type === 'Action.Execute',
    )
    expect(more?.data).toEqual({ page: 1, firstSet: 6 })
    const second = overview({ sets, rows, firstSet: 6 })
    expect(rowsOf(second)).toEqual([
      ['Tenant', '6', '7'],
      ['❌ **Contoso Ltd**', '❔', '❌'],
    ])
    const [again] = piecesOf(second).filter(
      ({ title, type }) => title === 'More sets' && type === 'Action.Execute',
    )
    expect(again?.data).toEqual({ page: 1, firstSet: 1 })
    expect(rowsOf(overview({ sets, rows, firstSet: 99 }))).toEqual(rowsOf(first))
  })

  test('however long names are, ten rows fit into a message', () => {
    const counts = Object.fromEntries(statusesByAttention.map((status) => [status, 99_999]))
    const sets = Array.from({ length: 30 }, (_, n) => ({ id: `${n}`.padEnd(60, 'x'), name: 'ж'.repeat(120) }))
    for (const length of [4, 8, 12, 16, 20, 24, 30, 40, 50, 60, 120])
      for (const ids of [12, 20, 40, 60]) {
        const rows = longTenants(10).map((tenant) =>
          rowOf({
            tenant: { ...tenant, name: tenant.name.slice(0, length) },
            state: length % 8 ? 'lost' : 'connected',
          }),
        )
        const given = { rows, counts, sets: sets.map((set) => ({ ...set, id: set.id.slice(0, ids) })) }
        const card = overview({
          ...given,
          page: 2,
          firstSet: 2,
          total: 9_999,
          lost: 99,
          connecting: 99,
          elsewhere: 99,
        })
        expect(complaintsAbout(card), `names of ${length}, ids of ${ids}`).toEqual([])
      }
  })
})
