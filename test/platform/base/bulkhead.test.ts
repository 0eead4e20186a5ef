import { expect, test } from 'vitest'
import { makeBulkhead } from '#platform/base/bulkhead.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('takes so many and no more; whoever leaves lets in whoever has waited longest', async () => {
  const bulkhead = makeBulkhead({ most: 2 })
  const order: string[] = []
  const leave = await bulkhead.enter()
  await bulkhead.enter()
  for (const name of ['first', 'second']) void bulkhead.enter().then(() => order.push(name))
  await turn()
  expect(order).toEqual([])
  expect(bulkhead.enterNow()).toBeUndefined()
  leave?.()
  leave?.()
  await turn()
  // A second release does nothing: the second caller still waits.
  expect(order).toEqual(['first'])
})

test('who gives up takes no place, and a full waiting room says so at once', async () => {
  const bulkhead = makeBulkhead({ most: 1, mostWaiting: 1 })
  const leave = await bulkhead.enter()
  const over = new AbortController()
  const given = bulkhead.enter(over.signal)
  expect(await bulkhead.enter()).toBeUndefined()
  over.abort()
  expect(await given).toBeUndefined()
  expect(await bulkhead.enter(AbortSignal.abort())).toBeUndefined()
  leave?.()
  const again = bulkhead.enterNow()
  expect(again).toBeDefined()
  again?.()
  expect(bulkhead.enterNow()).toBeDefined()
})
