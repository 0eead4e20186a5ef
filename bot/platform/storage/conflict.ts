/** More than any crowd of instances needs: at every conflict another one has got through. */
const mostTries = 100

/** What PostgreSQL says of a transaction that cannot be put in order with another one; nothing of it was done. */
const conflicts: ReadonlySet<unknown> = new Set(['40001', '40P01'])

/** Runs `work` until it meets no conflict with another transaction. SQLite knows none. */
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
