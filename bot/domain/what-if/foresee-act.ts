import { rehearse } from '#platform/storage/rehearse.ts'
import type { Deps } from '../deps.ts'
import type { Effects } from './effects.ts'
import { observe, type Watch } from './observe.ts'
import type { ObserveDeps } from './observed-state.ts'

type Needs = ObserveDeps & Pick<Deps, 'database'>

/** Ends an act behind the transaction that would have had its effect. */
class ForeseenError extends Error {
  readonly effects: Effects
  constructor(effects: Effects) {
    super('An act was only foreseen')
    this.name = 'ForeseenError'
    this.effects = effects
  }
}

/**
 * Runs an act with a database that commits nothing, up to the end of the transaction in which the person does something, and
 * returns the effects of that one. Undefined if there is none: it would change nothing. `act` gets the database and must use
 * no other. @throws whatever the act is refused by
 */
export async function foreseeAct(
  deps: Needs,
  watch: Watch,
  act: (database: Deps['database']) => Promise<unknown>,
): Promise<Effects | undefined> {
  const { database } = deps
  const watched: Deps['database'] = {
    ...database,
    transaction: async (work) => {
      const seen = await rehearse(database, (tx) => observe(deps, tx, watch, () => work(tx)))
      // A transaction of Grantkeeper itself, such as storing a list that was just read, only precedes the act.
      if (seen.acted) throw new ForeseenError(seen.effects)
      return seen.result
    },
  }
  try {
    await act(watched)
    return undefined
  } catch (error) {
    if (error instanceof ForeseenError) return error.effects
    throw error
  }
}
