import type { Selectable } from 'kysely'
import type { Person } from '#platform/base/person.ts'
import { addressFromKey } from '#platform/outbox/address.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Schema } from '#platform/storage/schema.ts'
import {
  type Belonging,
  groupKey,
  type Holder,
  holderKey,
  holderName,
  type OwnerPart,
  type Ownership,
} from './owner.ts'

/** Sets who holds a part of something, in the place of whoever held it. */
export async function saveOwner(db: Db, given: Ownership): Promise<void> {
  const rest = {
    holder: holderKey(given.holder),
    name: holderName(given.holder),
    person_json: JSON.stringify(given.by),
    at: given.at.getTime(),
  }
  await db
    .insertInto('owners')
    .values({ ...keyOf(given), part: given.part, ...rest })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'set_id', 'part']).doUpdateSet(rest))
    .execute()
}

/** @returns whether somebody held it */
export async function removeOwner(db: Db, what: Belonging, part: OwnerPart): Promise<boolean> {
  const { tenant_id, set_id } = keyOf(what)
  const result = await db
    .deleteFrom('owners')
    .where('tenant_id', '=', tenant_id)
    .where('set_id', '=', set_id)
    .where('part', '=', part)
    .executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** All that can say to whom something belongs: of the pair, of its tenant, and of its set. */
export async function listOwnersOf(db: Db, { tenantId = '', setId = '' }: Belonging): Promise<Ownership[]> {
  const rows = await db
    .selectFrom('owners')
    .selectAll()
    .where('tenant_id', 'in', [tenantId, ''])
    .where('set_id', 'in', [setId, ''])
    .execute()
  return rows.map(ownershipFromRow)
}

export async function listOwners(db: Db): Promise<Ownership[]> {
  const all = db.selectFrom('owners').selectAll().orderBy('tenant_id').orderBy('set_id').orderBy('part')
  const rows = await all.execute()
  return rows.map(ownershipFromRow)
}

const keyOf = ({ tenantId = '', setId = '' }: Belonging) => ({ tenant_id: tenantId, set_id: setId })

function ownershipFromRow(row: Selectable<Schema['owners']>): Ownership {
  return {
    ...(row.tenant_id !== '' && { tenantId: row.tenant_id }),
    ...(row.set_id !== '' && { setId: row.set_id }),
    part: row.part as OwnerPart,
    holder: holderFromKey(row.holder, row.name),
    by: JSON.parse(row.person_json) as Person,
    at: new Date(row.at),
  }
}

function holderFromKey(key: string, name: string): Holder {
  const address = addressFromKey(key)
  if ('person' in address) return { person: { ...address.person, name } }
  return { groupId: key.slice(groupKey('').length), name }
}
