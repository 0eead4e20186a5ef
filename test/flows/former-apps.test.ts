import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { hours, seconds } from '#platform/base/time.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { grantAccess, removeApp } from '../../emulator/world/change-apps.ts'
import { GRAPH } from '../../emulator/world/permissions.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import { elementsOf, readText } from '../support/card-parts.ts'
import { temporaryFile } from '../support/databases.ts'
import { query, statusOf } from '../support/facts.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const posture = 'saas-posture'
const old = '5f5f5f5f-0000-4000-8000-000000000001'
const catalogUrl = new URL('../../bot/domain/catalog/catalog.json', import.meta.url)

/** The default catalog, in which a set replaced an app. */
async function catalogFile(): Promise<string> {
  const catalog = JSON.parse(readFileSync(catalogUrl, 'utf8'))
  for (const set of catalog.sets) if (set.id === posture) set.formerClientIds = [old]
  const file = `${await temporaryFile()}.json`
  await writeFile(file, JSON.stringify(catalog))
  return file
}

/** An app of years ago that an admin of Adatum consented to. */
function install(app: WholeApp): void {
  const { world } = app.emulator
  const like = [...world.registrations.values()].find(({ key }) => key === posture)
  if (!like) throw new Error('Expected the registration of a set')
  const former = { ...like, appId: old, key: 'former', displayName: 'Suite Connector 2019' }
  world.registrations.set(old, former)
  // Mail.Read, and RoleManagement.ReadWrite.Directory of tier 0.
  const roles = ['810c84a8-4a9e-49e6-bf7d-12d183f40d01', '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8']
  const access = roles.map((id) => ({ resourceAppId: GRAPH, type: 'Role' as const, id }))
  grantAccess(world, getTenant(world, tenantIdOf('Adatum')), former, access)
}

async function sync(app: WholeApp, olivia: Driver): Promise<void> {
  await olivia.ask('sync Adatum')
  await app.settled()
}

test('the app that a set replaced: what it holds, how to delete it, and gone only after two reads without it', async () => {
  const app = await startWholeApp({}, undefined, { CATALOG_FILE: await catalogFile() })
  const olivia = app.teams.as(people.olivia)
  const details = async () => readText((await olivia.ask('details "SaaS posture" in Adatum')).card)
  expect(await details()).not.toMatch(/former app/)
  const before = statusOf(app, 'Adatum', posture)
  install(app)
  await sync(app, olivia)
  const text = await details()
  expect(text).toMatch(
    /The former app Suite Connector 2019 is still in Entra; it holds 2 permissions, 1 in tier 0/,
  )
  expect(text).toContain('RoleManagement.ReadWrite.Directory')
  expect(text).toMatch(/Remove-MgServicePrincipal -ServicePrincipalId [0-9a-f-]{36}/)
  const { card } = await olivia.ask('details "SaaS posture" in Adatum')
  const links = elementsOf(card).filter(({ title }) => title === 'Open former app')
  expect(links.map(({ url }) => url)).toEqual([
    expect.stringMatching(new RegExp(`^https://entra\\.microsoft\\.com/.*${old}`)),
  ])
  expect(statusOf(app, 'Adatum', posture)).toBe(before)

  // What it holds is read again the next day, without a sync.
  const { world } = app.emulator
  const tenant = getTenant(world, tenantIdOf('Adatum'))
  const former = world.registrations.get(old)
  if (!former) throw new Error('Expected the former app')
  grantAccess(world, tenant, former, [])
  await app.pass(hours(24) + seconds(1))
  await app.pass(hours(7))
  expect(await details()).toMatch(/Suite Connector 2019 is still in Entra\*?\*?\n/)

  removeApp(world, tenant, old)
  addFault(world, {
    where: 'part',
    tenantId: tenant.id,
    path: '/servicePrincipals',
    effect: { kind: 'status', status: 403 },
  })
  await sync(app, olivia)
  await app.pass(seconds(62))
  await sync(app, olivia)
  removeFaults(world)
  const left = () =>
    query<{ memory_json: string }>(
      app,
      `select memory_json from grants where tenant_id = '${tenant.id}' and set_id = '${posture}'`,
    )[0]?.memory_json
  expect(left()).toContain('Suite Connector 2019')
  await sync(app, olivia)
  expect(await details()).toMatch(/former app/)
  await app.pass(seconds(62))
  expect(await details()).not.toMatch(/former app/)
  expect(left()).not.toContain('Suite Connector 2019')
  expect(statusOf(app, 'Adatum', posture)).toBe(before)
})
