import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { people, tenantIdOf } from '../support/whole-app.ts'
import { attack } from './attack.ts'
import { expectWhole, openDoor } from './door.ts'
import { damaged, garbled } from './values.ts'

const minutes = 60_000

interface Row {
  memory_json: string
  evaluation_json: string
  version: number
  status: string
}

/** Damage to what is stored as text: a flipped bit, a lost field, a field of a later version. */
const damageOf = (json: string): fc.Arbitrary<string> =>
  fc.oneof(
    garbled(json),
    damaged(JSON.parse(json) as unknown).map((value) => JSON.stringify(value) ?? ''),
    fc.constantFrom('', '{}', 'null', '[]', '{"later":{"version":99}}'),
  )

test('whatever a bad disk made of a row: an answer, no hole, no crash, and the other tenants as before', {
  timeout: 20 * minutes,
}, async () => {
  const door = await openDoor()
  const tenantId = tenantIdOf('Fabrikam')
  const db = new DatabaseSync(door.app.config.database)
  db.exec('pragma busy_timeout = 5000')
  const row = db
    .prepare("select * from grants where tenant_id = ? and set_id = 'user-device-activity'")
    .get(tenantId) as unknown as Row
  const write = db.prepare(
    "update grants set memory_json = ?, evaluation_json = ?, version = ? where tenant_id = ? and set_id = 'user-device-activity'",
  )
  const input = fc.oneof(
    damageOf(row.memory_json).map((memory) => ({ ...row, memory_json: memory })),
    damageOf(row.evaluation_json).map((evaluation) => ({ ...row, evaluation_json: evaluation })),
  )
  const click = (verb: string, data: object) =>
    door.frame(people.victor.objectId, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: '1',
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    })
  let version = row.version
  await attack('rows', input, async (inputs) => {
    for (const { memory_json: memory, evaluation_json: evaluation } of inputs) {
      // A new version each time, so that no drawn card of before is shown again.
      version += 1
      write.run(memory, evaluation, version, tenantId)
      const asked = [
        click('tenant.show', { tenantId }),
        click('grant.details', { tenantId, setId: 'user-device-activity' }),
        click('tenant.show', { tenantId: tenantIdOf('Contoso') }),
      ]
      const answers = await Promise.all(asked.map((activity) => door.post(activity)))
      for (const { status, text } of answers) {
        expect(status, `${memory}\n${evaluation}`.slice(0, 1_000)).toBe(200)
        expectWhole(text, 1)
      }
      expect(answers[2]?.text).toContain('Contoso')
    }
    write.run(row.memory_json, row.evaluation_json, row.version, tenantId)
    await door.hold()
  })
  db.close()
})
