import { hashOf } from '../base/secret-token.ts'
import { hours } from '../base/time.ts'
import { claimAct } from './acts-store.ts'
import type { Database } from './database.ts'

/** Teams redelivers within minutes; what it delivers after a day is a new line. */
export const actsKeptMs = hours(24)

/** One run of an activity. */
export interface Act {
  /** The activity and its sender. */
  key: string
  /** Different for each run; asked for by the first transaction. */
  readonly run: string
  at: Date
}

/** This activity took effect before. */
export class RepeatedActError extends Error {
  constructor() {
    super('An activity was delivered again')
    this.name = 'RepeatedActError'
  }
}

/**
 * The database for one run of an activity: each of its transactions notes the activity, so that a later run, of another
 * process too, changes nothing. What only reads costs nothing. @throws RepeatedActError in the transactions of that later run
 */
export const actOnce = (database: Database, act: Act): Database => ({
  ...database,
  transaction: (work) =>
    database.transaction(async (tx) => {
      const { key, run, at } = act
      if (!(await claimAct(tx, { key: hashOf(key), run, at }))) throw new RepeatedActError()
      return work(tx)
    }),
})
