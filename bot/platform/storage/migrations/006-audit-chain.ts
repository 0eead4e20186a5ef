import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { entryHash, genesis } from '../entry-hash.ts'
import type { Schema } from '../schema.ts'

type Tables = Kysely<Schema>

const batchSize = 1_000

/** Every entry of the history has a hash over itself and the previous hash; one row stores the end of the chain. */
export function auditChain(): Migration {
  return {
    async up(db: Tables) {
      await db.schema
        .alterTable('audit')
        .addColumn('hash', 'text', (column) => column.notNull().defaultTo(''))
        .execute()
      await db.schema
        .createTable('audit_head')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('id', 'bigint', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('anchor_id', 'bigint', (column) => column.notNull())
        .addColumn('anchor_hash', 'text', (column) => column.notNull())
        .execute()
      const head = await noteStates(db, await chainEntries(db))
      await db
        .insertInto('audit_head')
        .values({ name: 'head', ...head, anchor_id: genesis.id, anchor_hash: genesis.hash })
        .execute()
    },
  }
}

interface Link {
  id: number
  hash: string
}

/** Hashes the existing entries in order and returns the last. */
async function chainEntries(db: Tables): Promise<Link> {
  let head: Link = genesis
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', head.id)
      .orderBy('id')
      .limit(batchSize)
      .execute()
    for (const row of rows) {
      head = { id: Number(row.id), hash: entryHash(head.hash, row) }
      await db.updateTable('audit').set({ hash: head.hash }).where('id', '=', head.id).execute()
    }
    if (rows.length < batchSize) return head
  }
}

/** Adds the current statuses, which the history did not record so far, so that it can be replayed from here on. */
async function noteStates(db: Tables, last: Link): Promise<Link> {
  let head = last
  for (const tenant of await db.selectFrom('tenants').selectAll().orderBy('id').execute()) {
    const grants = await db
      .selectFrom('grants')
      .select(['set_id', 'status'])
      .where('tenant_id', '=', tenant.id)
      .orderBy('set_id')
      .execute()
    const sets = Object.fromEntries(grants.map(({ set_id, status }) => [set_id, status]))
    const entry = {
      id: head.id + 1,
      at: Number(tenant.checked_at ?? tenant.added_at),
      actor_json: JSON.stringify('system'),
      action: 'tenant.state',
      tenant_id: tenant.id,
      set_id: null,
      result: 'done',
      reason: null,
      detail_json: JSON.stringify({ to: tenant.state, sets, because: 'chain' }),
    }
    head = { id: entry.id, hash: entryHash(head.hash, entry) }
    await db
      .insertInto('audit')
      .values({ ...entry, hash: head.hash })
      .execute()
  }
  return head
}
