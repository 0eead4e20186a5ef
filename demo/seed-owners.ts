import { openDomain } from '#app/domain.ts'
import { listLiveAlertsOf } from '#domain/alerts/alerts-store.ts'
import { enqueueOwners } from '#domain/alerts/write-alert.ts'
import { append } from '#domain/audit/audit-store.ts'
import type { Ownership } from '#domain/owners/owner.ts'
import { saveOwner } from '#domain/owners/owners-store.ts'
import { silentLog } from '#platform/base/log.ts'
import { hours, later, seconds, systemClock } from '#platform/base/time.ts'
import type { Config } from '#platform/config/read-config.ts'
import { demo } from '../emulator/demo-world.ts'
import { personNamed } from './seed.ts'

/** Olivia owns Northwind, where a setting is missing, and Bob is her deputy: her chat has its alert from the beginning. */
export async function seedOwners(config: Config): Promise<void> {
  const at = later(systemClock(), -hours(48))
  const domain = await openDomain(config, { log: silentLog }, { onRequest: () => {} })
  const northwind = demo.tenants.find(({ domain: name }) => name === 'northwindtraders.com')
  if (!northwind) throw new Error('Expected Northwind in the demo')
  const [by, olivia, bob] = ['Alice Moreau', 'Olivia Lind', 'Bob Okafor'].map(personNamed)
  if (!by || !olivia || !bob) throw new Error('Expected three people in the demo')
  const owned = { tenantId: northwind.id, by, at }
  const owners: Ownership[] = [
    { ...owned, part: 'owner', holder: { person: olivia } },
    { ...owned, part: 'deputy', holder: { person: bob } },
  ]
  try {
    await domain.database.transaction(async (tx) => {
      for (const each of owners) {
        await saveOwner(tx, each)
        const to = 'person' in each.holder ? each.holder.person.name : each.holder.name
        const entry = { at, actor: by, action: 'owner.set', tenantId: northwind.id }
        await append(tx, { ...entry, result: 'done', detail: { part: each.part, to } })
      }
      // The bot can write to her once her client has announced her chat.
      const metAt = later(systemClock(), seconds(20))
      for (const { id } of await listLiveAlertsOf(tx, northwind.id))
        await enqueueOwners(domain, tx, { alertId: id, step: 'owner' }, metAt)
    })
  } finally {
    await domain.jobs.stop()
    await domain.directory.close()
    await domain.database.close()
  }
}
