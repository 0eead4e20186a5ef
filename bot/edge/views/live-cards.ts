import type { Deps } from '#domain/deps.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import type { Card } from '../../../cards/render.ts'
import { showLiveDigest } from './alert-digest-view.ts'
import { showAlertEvent, showLiveAlert } from './alert-view.ts'
import { showCampaign, showReminder } from './campaign-view.ts'
import { showConsent } from './consent-view.ts'
import { liveRequest } from './live-request.ts'
import { showSync } from './sync-view.ts'

/** Cards that follow their subject in place: what is shown is made at the moment of sending. */
const live: Readonly<Record<string, (deps: Deps, id: string, address: Address) => Promise<Card>>> = {
  campaign: (deps, id) => showCampaign(deps, { campaignId: Number(id) }),
  campaignReminder: showReminder,
  alert: (deps, id, address) => showLiveAlert(deps, Number(id), address),
  alertDigest: (deps, id, address) => showLiveDigest(deps, Number(id), address),
  alertEvent: (deps, id, address) => showAlertEvent(deps, Number(id), address),
  consent: (deps, consentId) => showConsent(deps, { consentId }),
  request: liveRequest(),
  requestReminder: liveRequest('reminder'),
  requestHandover: liveRequest('handover'),
  requestResult: liveRequest(),
  sync: (deps, runId) => showSync(deps, runId),
}

/** The card of a subject as it is now, for whoever reads it at this address; undefined when the subject, or its kind, does not exist any more. */
export async function renderLiveCard(
  deps: Deps,
  { kind, id }: Subject,
  address: Address,
): Promise<Card | undefined> {
  try {
    return await live[kind]?.(deps, id, address)
  } catch (error) {
    // Removed, or its set has left the catalog: trying again would never show it.
    if (error instanceof UserError) return undefined
    throw error
  }
}
