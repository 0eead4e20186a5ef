import type { Database, Tx } from './database.ts'

/** Carries a result out of a transaction that must not be committed. */
class RolledBack extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('A rehearsed transaction was rolled back')
    this.name = 'RolledBack'
    this.result = result
  }
}

/**
 * Runs `work` in a real transaction that is always rolled back, and returns its result: what the same work would do now, by
 * every constraint and version that the database has. Nothing of it remains, and no loop is woken; on PostgreSQL, row numbers
 * that it took are skipped.
 */
export async function rehearse<T>(
  { transaction }: Pick<Database, 'transaction'>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(async (tx): Promise<never> => {
      throw new RolledBack(await work(tx))
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.result as T
    throw error
  }
}

/** The database without the right to change anything: every transaction runs, returns its result, and is rolled back. */
export const rehearsing = (database: Database): Database => ({
  ...database,
  transaction: (work) => rehearse(database, work),
})
