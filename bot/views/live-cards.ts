import type { Card } from '../../cards/render.ts'
import type { Deps } from '../deps.ts'
import { showConsent } from './consent-view.ts'
import { showSync } from './sync-view.ts'

/** Cards that follow their subject in place: what is shown is made at the moment of sending. */
const live: Readonly<Record<string, (deps: Deps, id: string) => Promise<Card>>> = {
  consent: (deps, consentId) => showConsent(deps, { consentId }),
  sync: (deps, runId) => showSync(deps, runId),
}

/** The card of a subject as it is now; undefined when nobody shows that kind any more. */
export async function renderLiveCard(
  deps: Deps,
  { kind, id }: { kind: string; id: string },
): Promise<Card | undefined> {
  return live[kind]?.(deps, id)
}
