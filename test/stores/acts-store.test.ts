import { expect, test } from 'vitest'
import { actOnce, RepeatedActError } from '#platform/storage/act-once.ts'
import { claimAct, removeActs } from '#platform/storage/acts-store.ts'
import { describeStore } from './contract.ts'
import { at } from './samples.ts'

describeStore('acts', (open) => {
  test('belong to one run, in as many transactions as it needs', async () => {
    const database = await open()
    const claim = (key: string, run: string) =>
      database.transaction((tx) => claimAct(tx, { key, run, at: at(5) }))
    expect(await claim('a', 'first')).toBe(true)
    expect(await claim('a', 'first')).toBe(true)
    expect(await claim('a', 'second')).toBe(false)
    expect(await claim('b', 'second')).toBe(true)
    await removeActs(database.db, at(4))
    expect(await claim('a', 'second')).toBe(false)
    await removeActs(database.db, at(5))
    expect(await claim('a', 'second')).toBe(true)
  })

  test('are noted with their effect or not at all, also when two runs race', async () => {
    const database = await open()
    const once = (run: string) => actOnce(database, { key: 'activity', run, at: at(1) })
    const failing = once('first').transaction(async () => {
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
    const ran: string[] = []
    const results = await Promise.allSettled(
      ['second', 'third', 'fourth'].map((run) =>
        once(run).transaction(async () => {
          ran.push(run)
        }),
      ),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(new Set(ran).size).toBe(1)
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    expect(refused.every((error) => error instanceof RepeatedActError)).toBe(true)
  })
})
