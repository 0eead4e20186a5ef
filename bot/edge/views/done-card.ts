import { findConnectionConsent } from '#domain/consent/consents-store.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { isInScope, scopeOf } from '#domain/people/scope.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import type { Card } from '../../../cards/render.ts'
import { showNotices } from './advance-notice-view.ts'
import { showAlertsHere } from './alerts-here-view.ts'
import { showConsentTo } from './consent-view.ts'
import { showExportPlan } from './export-view.ts'
import type { HandlerDeps } from './handler-deps.ts'
import type { RefusedSubject } from './refused-subject.ts'
import { showRequestList } from './request-list-view.ts'
import { settingsReader } from './settings-reader.ts'
import { showSettings } from './settings-view.ts'
import { showTenant, type Viewer } from './tenant-view.ts'

interface DoneAct {
  verb: string
  subject: RefusedSubject
  notice: Notice
}

/** What an act that was done before has made, as it stands now; undefined if that is what it was about. */
export function findDoneCard(
  deps: HandlerDeps,
  viewer: Viewer,
  act: DoneAct,
): (() => Promise<Card>) | undefined {
  const show = ofVerb[act.verb]
  return show && (() => show(deps, viewer, act))
}

const ofVerb: Readonly<Record<string, (deps: HandlerDeps, viewer: Viewer, act: DoneAct) => Promise<Card>>> = {
  'tenant.add': showAdded,
  'grant.start': async (deps, viewer, { subject: { setId = '', tenantIds }, notice }) => {
    const grant = await findGrant(deps.database.db, tenantIds[0] ?? '', setId)
    const consentId = grant?.memory.consent?.consentId
    if (!consentId) throw new UserError('LINK_UNKNOWN')
    return showConsentTo(deps, viewer, { consentId, notice })
  },
  'request.make': (deps, viewer, { notice }) =>
    showRequestList(deps, viewer, { filter: 'mine', page: 1, notice }),
  'notice.plan': (deps) => showNotices(deps),
  'alerts.subscribe': (deps, viewer) => showAlertsHere(deps, viewer),
  'alerts.unsubscribe': (deps, viewer) => showAlertsHere(deps, viewer),
  'alerts.quiet': (deps, viewer) => showAlertsHere(deps, viewer),
  'history.export': (deps, { actor }, { subject: { format = 'csv', tenantIds } }) => {
    const scope = scopeOf(actor, 'auditor')
    const [tenantId] = tenantIds
    return showExportPlan(deps, { format, scope, ...(tenantId && { tenantId }) })
  },
  'message.sendAgain': showAllSettings,
  'message.discard': showAllSettings,
  'webhook.sendAgain': showAllSettings,
  'webhook.discard': showAllSettings,
  'webhook.test': showAllSettings,
}

/** The link of its connection is what the person waits for. */
async function showAdded(deps: HandlerDeps, viewer: Viewer, { subject, notice }: DoneAct): Promise<Card> {
  const tenantId = await deps.directory.resolveTenant(subject.domain ?? '')
  if (!isInScope(scopeOf(viewer.actor, 'viewer'), tenantId)) throw new UserError('TENANT_UNKNOWN')
  const consentId = await findConnectionConsent(deps.database.db, tenantId)
  if (consentId) return showConsentTo(deps, viewer, { consentId, notice })
  return showTenant(deps, viewer, { tenantId, notice })
}

function showAllSettings(deps: HandlerDeps, { actor }: Viewer, { notice }: DoneAct): Promise<Card> {
  return showSettings(deps, { ...settingsReader(actor), notice })
}
