import { spawnSync } from 'node:child_process'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { insertTenant } from '#domain/tenants/tenants-store.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { alice, at, makeTenant } from '../../stores/samples.ts'
import { temporaryFile } from '../../support/databases.ts'
import { programOf } from '../../support/programs.ts'

const program = await programOf('scripts/verify-audit.ts')

const run = (...options: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...options], { encoding: 'utf8' })
  return { status, text: stdout + stderr }
}

test('the command says what it read, names what does not fit, and ends as it should', async () => {
  const path = await temporaryFile()
  const database = await openDatabase(path)
  const { id: tenantId } = makeTenant(1)
  const entry = { actor: alice, action: 'tenant.add', tenantId, result: 'done' as const }
  await append(database.db, { ...entry, at: at(0), detail: { to: 'connected' } })
  await append(database.db, { ...entry, at: at(5), detail: { again: true } })
  await insertTenant(database.db, makeTenant(1))
  await database.close()
  const whole = run('--database', path, '--replay')
  expect(whole.text).toContain(
    '2 entries verified, from 2026-03-01T08:00:00.000Z to 2026-03-01T08:00:00.005Z',
  )
  expect(whole.text).toMatch(/The chain is intact\. Entry 2, hash [0-9a-f]{64}/)
  expect(whole.text).toContain('The tables match the history.')
  expect(whole.status).toBe(0)
  const change = (sql: string) => {
    const raw = new DatabaseSync(path)
    raw.exec(sql)
    raw.close()
  }
  change("update tenants set state = 'lost'")
  const other = run('--database', path, '--replay')
  expect(other.text).toContain(`tenant ${tenantId}: history connected, stored lost`)
  expect(other.status).toBe(1)
  change("update audit set reason = 'another' where id = 2")
  const damaged = run('--database', `sqlite:${path}`)
  expect(damaged.text).toContain("DAMAGED. Entry 2 isn't the original entry")
  expect(damaged.status).toBe(1)
  const absent = run('--database', `${path}.none`)
  expect(absent.text).toContain('There is no database at')
  expect(absent.status).toBe(2)
})
