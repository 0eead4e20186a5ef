import { button, primary } from './buttons.ts'
import { type FindingData, findingsOfTenant, findingText } from './findings.ts'
import type { Element } from './render.ts'
import type { TenantCardData } from './tenant-data.ts'
import { en as words } from './words/en.ts'

const doubtOf = (findings: readonly FindingData[]): FindingData | undefined =>
  findingsOfTenant.map((code) => findings.find((finding) => finding.code === code)).find((found) => found)

const sameReason = (a: FindingData, b: FindingData | undefined): boolean =>
  a.code === b?.code && a.facts?.outcome === b.facts?.outcome && a.facts?.code === b.facts?.code

/** The one reason for which no set of the tenant can be judged now; it is told once for all of them. */
export function findTrouble({
  state,
  sets,
}: Pick<TenantCardData, 'state' | 'sets'>): FindingData | undefined {
  if (state === 'lost') return doubtOf(sets.flatMap(({ findings }) => findings))
  const open = sets.filter(({ status }) => status !== 'blocked')
  const reasons = open.map(({ status, findings }) => (status === 'unknown' ? doubtOf(findings) : undefined))
  const [first] = reasons
  return first && reasons.every((reason) => sameReason(first, reason)) ? first : undefined
}

export interface TroubleBox {
  boxTitle: string
  boxText: string
  boxWho: string
  boxActions: Element[]
}

const noBox: TroubleBox = { boxTitle: '', boxText: '', boxWho: '', boxActions: [] }

/** Why nothing of the tenant can be read now, who must act, and the button that mends it. */
export function troubleBox(data: TenantCardData, trouble: FindingData | undefined): TroubleBox {
  const { state, now, tenant } = data
  const boxActions = troubleButtons(data, trouble)
  if (state === 'connecting') {
    const { connectingTitle, connectingText } = words.tenant
    return { ...noBox, boxTitle: `⏳ ${connectingTitle}`, boxText: connectingText, boxActions }
  }
  const { lostTitle } = words.tenant
  const hasConnect = boxActions.some(({ verb }) => verb === 'tenant.add')
  if (!trouble) {
    if (state !== 'lost') return noBox
    return { ...noBox, boxTitle: `❌ ${lostTitle}`, boxText: words.reconnect(hasConnect), boxActions }
  }
  const { what, next, who } = findingText(trouble, now, tenant.domain, hasConnect)
  const { icon } = words.statuses[state === 'lost' ? 'error' : 'unknown']
  return { boxTitle: `${icon} ${what}`, boxText: next, boxWho: who && words.mustAct(who), boxActions }
}

/** A new consent, another read, or the end: whatever can change something about this reason. */
function troubleButtons(data: TenantCardData, trouble: FindingData | undefined): Element[] {
  const { state, tenant, rights, connectionConsentId: consentId } = data
  const isLost = state !== 'connected'
  if (!isLost && !trouble) return []
  if (consentId) return [primary(button('showConsent', { consentId }, tenant.name))]
  const connects = isLost ? trouble?.reconnects !== false : trouble?.reconnects === true
  if (connects) return rights.grant ? [primary(button('connect', { domain: tenant.id }, tenant.name))] : []
  const sync = rights.sync ? [primary(button('syncNow', { tenantId: tenant.id }, tenant.name))] : []
  // Only an approver can act about a tenant that Microsoft no longer has.
  const isGone = isLost && trouble?.who === 'approver' && rights.grant
  return [...sync, ...(isGone ? [button('removeTenant', { tenantId: tenant.id }, tenant.name)] : [])]
}
