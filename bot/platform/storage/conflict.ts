/** More than any number of instances needs: in every conflict, one of them commits. */
const mostTries = 100

/** serialization_failure and deadlock_detected of PostgreSQL: the transaction was rolled back. */
const conflicts: ReadonlySet<unknown> = new Set(['40001', '40P01'])

/** Repeats `work` until it has no conflict with another transaction. SQLite has none. */
export async function repeatOnConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === mostTries || !isConflict(error)) throw error
    }
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && conflicts.has(error.code)
