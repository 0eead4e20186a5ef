import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { hours } from '#platform/base/time.ts'
import { addFault } from '../../emulator/faults.ts'
import { readText } from '../support/card-parts.ts'
import { askAccess } from '../support/facts.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

const actions = 'account-actions'

/** What the settings and the newest line of the log say. */
const warningOf = (app: WholeApp) =>
  app.log.lines.findLast(({ message }) => message === 'apps lose access because their tenants are not read')
    ?.facts as { tenants: number; endsAt: Date } | undefined
const settingsOf = async (app: WholeApp) => readText((await app.teams.as(people.alice).ask('settings')).card)

test.each([
  ['whose reads fail', { kind: 'status', status: 503 } as const, 'graph' as const],
  ['whose connection is lost', { kind: 'aadsts', code: 700016 } as const, 'token' as const],
])('the apps of a tenant %s lose access in time, with a warning before', async (_what, effect, where) => {
  const app = await startWholeApp({}, undefined, { ACCESS_MAX_AGE_HOURS: '48' })
  const first = await askAccess(app, 'Fabrikam', actions)
  expect(first).toMatchObject({ allowed: true, status: 'granted', validUntil: expect.any(String) })
  await app.pass(hours(7))
  const renewed = (await askAccess(app, 'Fabrikam', actions)) as typeof first & { validUntil: string }
  expect(Date.parse(renewed.validUntil)).toBeGreaterThan(app.clock().getTime() + hours(40))
  addFault(app.emulator.world, { where, effect, tenantId: tenantIdOf('Fabrikam') })
  for (let n = 0; n < 5; n++) await app.pass(hours(5))
  const early = warningOf(app)
  expect(early?.endsAt.getTime()).toBeGreaterThan(app.clock().getTime())
  expect(await settingsOf(app)).toContain('Apps are about to lose access')
  const { validUntil, ...warned } = (await askAccess(app, 'Fabrikam', actions)) as typeof renewed
  expect(warned.allowed).toBe(true)
  expect(warned.status).toMatch(/unknown|error/)
  // What failed renews nothing.
  expect(validUntil).toBe(renewed.validUntil)
  for (let n = 0; n < 5; n++) await app.pass(hours(5))
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: false, reason: 'READ_TOO_OLD' })
  expect(await askAccess(app, 'Contoso', 'directory-data')).not.toMatchObject({ reason: 'READ_TOO_OLD' })
  expect(warningOf(app)?.tenants).toBe(early?.tenants)
  expect(await settingsOf(app)).toContain('Apps have lost access')
  app.emulator.world.faults.length = 0
  await app.teams.as(people.alice).ask('sync Fabrikam')
  await app.settled()
  await app.pass(hours(2))
  expect(await askAccess(app, 'Fabrikam', actions)).toMatchObject({ allowed: true, status: 'granted' })
  // Other tenants of the demo can't be read from the start.
  const raw = new DatabaseSync(app.config.database)
  raw.prepare('update tenants set checked_at = ?').run(app.clock().getTime())
  raw.close()
  expect(await settingsOf(app)).not.toMatch(/Apps (are about|have lost)/)
})
