import { expect, test } from 'vitest'
import { makeCompartment } from '#platform/base/bulkhead.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('takes so many and no more; whoever leaves lets in whoever has waited longest', async () => {
  const compartment = makeCompartment({ most: 2 })
  const order: string[] = []
  const leave = await compartment.enter()
  await compartment.enter()
  for (const name of ['first', 'second']) void compartment.enter().then(() => order.push(name))
  await turn()
  expect(order).toEqual([])
  expect(compartment.enterNow()).toBeUndefined()
  leave?.()
  leave?.()
  await turn()
  // Twice left is once left: the second still waits.
  expect(order).toEqual(['first'])
})

test('who gives up takes no place, and a full waiting room says so at once', async () => {
  const compartment = makeCompartment({ most: 1, mostWaiting: 1 })
  const leave = await compartment.enter()
  const over = new AbortController()
  const given = compartment.enter(over.signal)
  expect(await compartment.enter()).toBeUndefined()
  over.abort()
  expect(await given).toBeUndefined()
  expect(await compartment.enter(AbortSignal.abort())).toBeUndefined()
  leave?.()
  const again = compartment.enterNow()
  expect(again).toBeDefined()
  again?.()
  expect(compartment.enterNow()).toBeDefined()
})
