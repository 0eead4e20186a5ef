import { expect, test } from 'vitest'
import { findSimilarTenants } from '#domain/tenants/similar-tenants.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { makeTenant } from '../stores/samples.ts'
import { openTestDatabase } from '../support/databases.ts'
import { startThreadCpu } from '../support/thread-cpu.ts'

const count = 10_000
/** Of this thread's processor; a person waits for it. */
const most = 100

test('a near miss among ten thousand tenants is found, and costs little', async () => {
  const { db, transaction } = await openTestDatabase()
  await transaction(async (tx) => {
    for (let n = 1; n <= count; n += 1) {
      const displayName = n === 7_000 ? 'Woodgrove Bank' : `Contoso Branch ${n}`
      await insertTenant(tx, makeTenant(n, { displayName, defaultDomain: `branch${n}.example` }))
    }
  })
  for (const [typed, found] of [
    ['wodgrove', 'Woodgrove Bank'],
    ['contoso branhc 77', 'Contoso Branch 77'],
  ] as const) {
    await findSimilarTenants(db, typed, { limit: 5, scope: 'all' })
    const cpuMs = startThreadCpu()
    const tenants = await findSimilarTenants(db, typed, { limit: 5, scope: 'all' })
    const took = cpuMs()
    process.stdout.write(`${typed}: ${took.toFixed(1)} ms\n`)
    expect(tenants.map(({ displayName }) => displayName)).toContain(found)
    expect(took).toBeLessThan(most)
  }
})
