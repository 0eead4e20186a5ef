import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { entryHash, genesis } from '../entry-hash.ts'
import type { Schema } from '../schema.ts'

type Tables = Kysely<Schema>

const portion = 1_000

/** Every entry of the history carries a hash over itself and the entry before; one row says where the chain ends. */
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
      const head = await chainEntries(db)
      await db
        .insertInto('audit_head')
        .values({ name: 'head', ...head, anchor_id: genesis.id, anchor_hash: genesis.hash })
        .execute()
    },
  }
}

/** The entries of before, in their order; returns the last. */
async function chainEntries(db: Tables): Promise<{ id: number; hash: string }> {
  let head: { id: number; hash: string } = genesis
  for (;;) {
    const rows = await db
      .selectFrom('audit')
      .selectAll()
      .where('id', '>', head.id)
      .orderBy('id')
      .limit(portion)
      .execute()
    for (const row of rows) {
      head = { id: Number(row.id), hash: entryHash(head.hash, row) }
      await db.updateTable('audit').set({ hash: head.hash }).where('id', '=', head.id).execute()
    }
    if (rows.length < portion) return head
  }
}
