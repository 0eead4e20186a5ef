import { readReach } from '#domain/alerts/conversation-reach.ts'
import type { Deps } from '#domain/deps.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { Subject } from '#platform/outbox/outbox-store.ts'
import type { Card } from '../../../cards/render.ts'
import { showFollowedNotice } from './advance-notice-view.ts'
import { showFollowedDigest } from './alert-digest-view.ts'
import { showAlertEvent, showFollowedAlert } from './alert-view.ts'
import { showAlertsMissed, showAlertsNarrowed } from './alerts-here-view.ts'
import { showFollowedBaseline } from './baseline-view.ts'
import { showCampaign, showReminder } from './campaign-view.ts'
import { showFollowedConsent } from './consent-view.ts'
import { showExceptionEvent } from './exception-view.ts'
import { followedRequest } from './followed-request.ts'
import { showFollowedLeaving } from './leaving-view.ts'
import { showOpeningReminder } from './opening-view.ts'
import { showFollowedSync } from './sync-view.ts'

/** Kind of subject → the renderer of its card. */
const byKind: Readonly<Record<string, (deps: Deps, id: string, address: Address) => Promise<Card>>> = {
  advanceNotice: showFollowedNotice,
  advanceNoticeEnd: showFollowedNotice,
  campaign: async (deps, id, address) =>
    showCampaign(deps, { campaignId: Number(id), scope: await readReach(deps, address) }),
  campaignReminder: showReminder,
  alert: (deps, id, address) => showFollowedAlert(deps, Number(id), address),
  alertDigest: (deps, id, address) => showFollowedDigest(deps, Number(id), address),
  alertEvent: (deps, id, address) => showAlertEvent(deps, Number(id), address),
  alertsMissed: showAlertsMissed,
  alertsNarrowed: (deps, _, address) => showAlertsNarrowed(deps, address),
  baseline: showFollowedBaseline,
  consent: showFollowedConsent,
  openingReminder: showOpeningReminder,
  leaving: showFollowedLeaving,
  exceptionReminder: showExceptionEvent,
  exceptionEnded: showExceptionEvent,
  request: followedRequest(),
  requestReminder: followedRequest('reminder'),
  requestHandover: followedRequest('handover'),
  requestResult: followedRequest(),
  sync: showFollowedSync,
}

/** Renders the current card of a subject for its address; undefined if the subject, or its kind, no longer exists. */
export async function renderFollowedCard(
  deps: Deps,
  { kind, id }: Subject,
  address: Address,
): Promise<Card | undefined> {
  try {
    return await byKind[kind]?.(deps, id, address)
  } catch (error) {
    // The subject was removed, or its set is no longer in the catalog: a retry would not help.
    if (error instanceof UserError) return undefined
    throw error
  }
}
