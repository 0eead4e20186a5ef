import { watchRegistrations } from '../alerts/watch-registrations.ts'
import { watchRetirements } from '../alerts/watch-retirements.ts'
import type { Deps, Reactions } from '../deps.ts'
import { endLeavings } from '../leaving/end-leaving.ts'
import { consentMoved } from './consent-moved.ts'
import { exceptionsChanged } from './exceptions-changed.ts'
import { grantChanged } from './grant-changed.ts'
import { grantedBeyond } from './granted-beyond-link.ts'
import { requirementAged, requirementApplied, requirementChanged } from './requirement-changed.ts'
import { tenantRemoved } from './tenant-removed.ts'

/** Connects each change to its consequences: the only place where one noun of the domain changes another. */
export function makeReactions(
  given: Pick<Deps, 'clock' | 'rules' | 'jobs' | 'catalog' | 'clientIds'>,
): Reactions {
  const react: Reactions = {
    grantChanged: (tx, change) => grantChanged(deps, tx, change),
    exceptionsChanged: (tx, tenantId) => exceptionsChanged(deps, tx, tenantId),
    consentMoved,
    grantedBeyond: (tx, beyond) => grantedBeyond(deps, tx, beyond),
    requirementChanged: (tx, change) => requirementChanged(deps, tx, change),
    requirementAged: (tx, setId) => requirementAged(deps, tx, setId),
    requirementApplied: (tx, setId) => requirementApplied(deps, tx, setId),
    registrationsRead: async (tx, seen) => {
      await watchRegistrations(deps, tx, seen)
      await watchRetirements(deps, tx, seen.sets)
    },
    tenantAdded: (tx, tenantId) => endLeavings(deps, tx, { tenantId }),
    tenantRemoved: (tx, removal) => tenantRemoved(deps, tx, removal),
  }
  const deps = { ...given, react }
  return react
}
