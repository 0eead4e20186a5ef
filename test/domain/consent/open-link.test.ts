import { expect, test } from 'vitest'
import { rulesOf } from '#app/rules.ts'
import type { Catalog } from '#domain/catalog/permission-set.ts'
import { listOpenLinks } from '#domain/consent/consents-store.ts'
import { openLink } from '#domain/consent/open-link.ts'
import { planGrant } from '#domain/consent/plan-grant.ts'
import { startGrant } from '#domain/consent/start-grant.ts'
import { linkToken } from '#platform/base/secret-token.ts'
import { hours } from '#platform/base/time.ts'
import { readConfig } from '#platform/config/read-config.ts'
import { environmentOf } from '../../../demo/environment.ts'
import { bob, openWorld, plainSet, type World } from '../requests/setup.ts'

/** One approver makes a link alone. @returns its token, and what is needed to open it */
async function makeLink({ deps, db, tenantIds: [tenantId = ''] }: World) {
  const whole = rulesOf(readConfig(environmentOf({ bot: 1, emulator: 2 }, 'none.sqlite')))
  const rules = { ...whole, ...deps.rules, loginBaseUrl: 'https://login.example', returnMs: hours(1) }
  const order = { setId: plainSet, tenantIds: [tenantId] }
  const { version: planVersion } = await planGrant(deps, db, order)
  const by = { ...bob, roles: ['approver'] as const }
  await startGrant(deps, { ...order, planVersion, by, place: { conversationId: 'own chat' } })
  const [link] = await listOpenLinks(db, { tenantId })
  if (!link) throw new Error('Expected a link')
  return { rules, token: linkToken(rules.linkKey, link.id) }
}

/** The same catalog, in which the permissions of the set are a path to Global Administrator. */
const ratedHigher = (catalog: Catalog): Catalog => ({
  ...catalog,
  sets: catalog.sets.map((set) =>
    set.id === plainSet
      ? { ...set, permissions: set.permissions.map((permission) => ({ ...permission, tier: 0 as const })) }
      : set,
  ),
})

test('a link that one person made is not opened once a new catalog rates its permissions as tier 0', async () => {
  const world = await openWorld()
  const { rules, token } = await makeLink(world)
  const deps = { ...world.deps, rules, catalog: ratedHigher(world.deps.catalog) }
  await expect(openLink(deps, token)).rejects.toMatchObject({ code: 'APPROVAL_NEEDED' })
  // Nothing was used up.
  await expect(openLink({ ...world.deps, rules }, token)).resolves.toMatchObject({
    location: expect.stringContaining('https://login.example/'),
  })
})
