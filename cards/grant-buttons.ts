import { button } from './buttons.ts'
import type { FindingData } from './findings.ts'
import type { Element } from './render.ts'
import type { Rights, SetRef } from './subjects.ts'
import type { FindingCode, Status } from './words/codes.ts'

export interface GrantState {
  tenantId: string
  set: SetRef
  version: number
  status: Status
  findings: readonly FindingData[]
  consentId?: string
  undoUntil?: Date
  rights: Rights
  now: Date
}

/** Errors that a new consent mends; the others have to be settled in Entra. */
const mendedByConsent: ReadonlySet<FindingCode> = new Set([
  'PERMISSIONS_REMOVED',
  'APP_REMOVED',
  'CONSENT_FAILED',
  'CONSENT_NOT_CONFIRMED',
  'PERMISSIONS_MISSING',
  'NOT_INSTALLED',
])

/** The acts that fit the state of a grant, the one that leads to the fix first. */
export function fittingButtons(grant: GrantState): Element[] {
  const { tenantId, set, version, rights, consentId, undoUntil, now } = grant
  const ids = { tenantId, setId: set.id }
  const versioned = { ...ids, v: version }
  const order = { setId: set.id, tenantIds: [tenantId] }
  const show = consentId ? [button('showConsent', { consentId }, set.name)] : []
  if (!rights.grant) return show
  const grantAgain = button('grant', order, set.name)
  const block = button('block', ids, set.name)
  const reset = button('reset', versioned, set.name)
  const mended = grant.findings.some(({ code }) => mendedByConsent.has(code))
  const mayUndo = undoUntil !== undefined && undoUntil > now
  const fitting: Record<Status, Element[]> = {
    blocked: [button(mayUndo ? 'undo' : 'unblock', versioned, set.name)],
    unknown: [block],
    error: mended ? [grantAgain, reset, block] : [reset, block],
    granting: [...show, reset],
    notGranted: [grantAgain],
    updateRequired: [button('update', order, set.name), block],
    settingsRequired: [block],
    granted: [block],
  }
  return fitting[grant.status]
}
