import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { readOcsf } from '#domain/audit/read-ocsf.ts'
import type { Deps } from '#domain/deps.ts'
import { ocsfWords } from '#edge/http/ocsf-words.ts'
import type { Database } from '#platform/storage/database.ts'
import { describeStore } from '../../stores/contract.ts'
import { alice, at } from '../../stores/samples.ts'
import { wrongOcsf } from '../../support/ocsf.ts'

const entry = (reason: string) => ({
  at: at(0),
  actor: alice,
  action: 'grant.block',
  result: 'done' as const,
  reason,
})

const reader = (database: Database) => {
  const deps = { database, catalog: { sets: [] }, rules: { program: '1' } } as unknown as Deps
  return async (after: number, limit: number) => {
    const answer = await readOcsf(deps, { after, limit }, ocsfWords)
    if (!('events' in answer)) throw new Error(JSON.stringify(answer))
    return answer
  }
}
const sequencesOf = (events: readonly Readonly<Record<string, unknown>>[]) =>
  events.map(({ metadata }) => (metadata as { sequence: number }).sequence)

describeStore('the tail of the history', (open) => {
  test('whoever reads on and on gets every entry once and in order, while transactions commit side by side', async () => {
    const database = await open()
    const read = reader(database)
    let writing = true
    const seen: number[] = []
    const tail = async () => {
      for (let after = 0; ; ) {
        const isLast = !writing
        const { events, next } = await read(after, 3)
        expect(events.flatMap(wrongOcsf)).toEqual([])
        seen.push(...sequencesOf(events))
        after = next
        if (isLast && events.length === 0) return
        // SQLite answers in the same turn of the event loop: the writers need one, too.
        await setImmediate()
      }
    }
    const write = async (writer: number) => {
      for (let n = 0; n < 12; n++)
        await database
          .transaction(async (tx) => {
            await append(tx, entry(`${writer} ${n}`))
            // Other work of the same transaction, so that others begin meanwhile; some of it fails.
            await tx.selectFrom('audit_head').selectAll().execute()
            if (n % 4 === 3) throw new Error('rolled back')
          })
          .catch((error: Error) => expect(error.message).toBe('rolled back'))
    }
    const tailing = tail()
    await Promise.all([1, 2, 3, 4, 5].map(write))
    writing = false
    await tailing
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => index + 1))
  })

  test('pages say whether there is more, and where to go on', async () => {
    const database = await open()
    const read = reader(database)
    expect(await read(0, 2)).toEqual({ events: [], next: 0, more: false })
    for (const reason of ['a', 'b', 'c']) await append(database.db, entry(reason))
    const first = await read(0, 2)
    expect([sequencesOf(first.events), first.next, first.more]).toEqual([[1, 2], 2, true])
    const second = await read(2, 2)
    expect([sequencesOf(second.events), second.next, second.more]).toEqual([[3], 3, false])
    expect(await read(3, 2)).toEqual({ events: [], next: 3, more: false })
    expect((await read(0, 3)).more, 'exactly as many').toBe(false)
    expect((await read(0, 2)).events[0], 'the same again').toEqual(first.events[0])
  })
})
