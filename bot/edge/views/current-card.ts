import { scopeOf } from '#domain/people/scope.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { may } from '../teams/actions/actor.ts'
import { showNotices, showNoticeTo } from './advance-notice-view.ts'
import { showAlert } from './alert-view.ts'
import { showAlertsHere } from './alerts-here-view.ts'
import { showCampaign } from './campaign-view.ts'
import { showConsentTo } from './consent-view.ts'
import { showExceptions } from './exception-view.ts'
import type { HandlerDeps } from './handler-deps.ts'
import { showLeaving, showLeavings } from './leaving-view.ts'
import { showPlan } from './plan-view.ts'
import type { RefusedSubject } from './refused-subject.ts'
import { showRequestForm } from './request-form-view.ts'
import { showRequestList } from './request-list-view.ts'
import { showRequest } from './request-view.ts'
import { showSync } from './sync-view.ts'
import { showTenantList } from './tenant-list-view.ts'
import { showTenant, type Viewer } from './tenant-view.ts'

interface Wanted {
  verb: string
  subject: RefusedSubject
  notice: Notice
}

/** Cards of what an act was about, as it stands now, with one line on top: the nearest first. */
export function currentCards(
  deps: HandlerDeps,
  viewer: Viewer,
  { verb, subject, notice }: Wanted,
): (() => Promise<Card>)[] {
  const { actor } = viewer
  const { requestId, alertId, consentId, campaignId, runId, setId, kind, tenantIds, reason, until } = subject
  const { noticeId, leavingId } = subject
  const [tenantId, ...more] = tenantIds
  const end = until !== undefined && { until }
  const mayAct = tenantIds.every((id) => may(actor, 'operator', id))
  const cards = [
    requestId && (() => showRequest(deps, actor, { requestId, notice })),
    alertId && (() => showAlert(deps, viewer, { alertId, outdated: true })),
    consentId && (() => showConsentTo(deps, viewer, { consentId, notice })),
    campaignId && (() => showCampaign(deps, { campaignId, scope: scopeOf(actor, 'viewer'), notice })),
    noticeId && (() => showNoticeTo(deps, viewer, { noticeId, notice })),
    leavingId && (() => showLeaving(deps, actor, { leavingId, notice })),
    runId && (() => showSync(deps, runId)),
    kind &&
      tenantId &&
      mayAct &&
      (() => showRequestForm(deps, actor, { order: { kind, tenantIds, setId, ...end }, notice, reason })),
    plans.has(verb) &&
      setId &&
      tenantId &&
      mayAct &&
      (() => showPlan(deps, { actor, setId, tenantIds, ...end, notice })),
    tenantId && more.length === 0 && (() => showTenant(deps, viewer, { tenantId, notice })),
  ]
  return cards.filter((show) => typeof show === 'function')
}

const plans: ReadonlySet<string> = new Set(['grant.plan', 'grant.start'])

/** The list that something belonged to which is gone, with one line on top. */
export function showListOf(
  deps: HandlerDeps,
  viewer: Viewer,
  { verb, notice }: Pick<Wanted, 'verb' | 'notice'>,
): Promise<Card> {
  const [noun] = verb.split('.', 1)
  if (noun === 'request') return showRequestList(deps, viewer, { page: 1, notice })
  if (noun === 'notice') return showNotices(deps)
  if (noun === 'leaving') return showLeavings(deps, scopeOf(viewer.actor, 'viewer'))
  if (noun === 'exception') return showExceptions(deps, viewer, { page: 1, notice })
  if (noun === 'alert' || noun === 'alerts') return showAlertsHere(deps, viewer)
  return showTenantList(deps, viewer, { filter: 'all', page: 1, notice })
}
