import { CompiledQuery } from 'kysely'
import type { Db as BossDatabase } from 'pg-boss'
import type { Tx } from './database.ts'
import type { NamedQuery } from './named-query.ts'

/** Statement → its name. pg-boss has a few for each queue. */
const names = new Map<string, string>()

/** Lets pg-boss run its statements in our transaction. Prepared, because PostgreSQL plans them for longer than it runs them. */
export const inTransaction = (tx: Tx): BossDatabase => ({
  executeSql: async (text, values = []) => {
    const statementName = names.get(text) ?? `grantkeeper_boss_${names.size + 1}`
    names.set(text, statementName)
    const query: NamedQuery<unknown> = { ...CompiledQuery.raw(text, values), statementName }
    const { rows } = await tx.executeQuery(query)
    return { rows }
  },
})
