import { button, linkButton } from './buttons.ts'
import type { FindingData } from './findings.ts'
import type { Element } from './render.ts'
import type { Rights, SetRef } from './subjects.ts'
import type { FindingCode, Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface GrantState {
  tenantId: string
  set: SetRef
  version: number
  status: Status
  findings: readonly FindingData[]
  consentId?: string
  /** Enterprise application in the Entra admin centre. */
  entraUrl?: string
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

type Act = 'show' | 'undo' | 'grant' | 'update' | 'entra' | 'details' | 'reset' | 'block'

/** What fits a status, the act that leads to the fix first. In a row of the tenant card only the first three have room. */
const fitting: Readonly<Record<Status, readonly Act[]>> = {
  blocked: ['undo', 'details', 'entra'],
  unknown: ['details', 'block', 'entra'],
  error: ['grant', 'entra', 'details', 'reset', 'block'],
  granting: ['show', 'details', 'reset', 'block'],
  notGranted: ['grant', 'details'],
  updateRequired: ['update', 'details', 'block', 'entra'],
  settingsRequired: ['entra', 'details', 'block'],
  granted: ['details', 'block', 'entra'],
}

/** The acts that fit a grant, for its own card. */
export const fittingButtons = (grant: GrantState): Element[] =>
  actsOf(grant).flatMap((act) => (act === 'details' ? [] : buttonOf(act, grant)))

/** The three most useful of them, and the way to the details, for one row among others. */
export function rowButtons(grant: GrantState): Element[] {
  const acts = actsOf(grant).filter((act) => buttonOf(act, grant).length > 0)
  const few = acts.slice(0, 3)
  return (few.includes('details') ? few : [...few.slice(0, 2), 'details' as const]).flatMap((act) =>
    buttonOf(act, grant),
  )
}

/** An error that consent mends needs no visit to Entra, and the other way round. */
function actsOf({ status, findings }: GrantState): Act[] {
  const byConsent = findings.some(({ code }) => mendedByConsent.has(code))
  const useless: Act = byConsent ? 'entra' : 'grant'
  return fitting[status].filter((act) => status !== 'error' || act !== useless)
}

function buttonOf(act: Act, { tenantId, set, version, ...grant }: GrantState): Element[] {
  const { rights, consentId, entraUrl, undoUntil, now } = grant
  const ids = { tenantId, setId: set.id }
  const versioned = { ...ids, v: version }
  const order = { setId: set.id, tenantIds: [tenantId] }
  const mayUndo = undoUntil !== undefined && undoUntil > now
  const made: Record<Act, () => Element | undefined> = {
    show: () => (consentId ? button('showConsent', { consentId }, set.name) : undefined),
    details: () => button('details', ids, set.name),
    entra: () => (entraUrl ? linkButton(words.openInEntra, entraUrl, set.name) : undefined),
    undo: () => (rights.grant ? button(mayUndo ? 'undo' : 'unblock', versioned, set.name) : undefined),
    grant: () => (rights.grant ? button('grant', order, set.name) : undefined),
    update: () => (rights.grant ? button('update', order, set.name) : undefined),
    reset: () => (rights.grant ? button('reset', versioned, set.name) : undefined),
    block: () => (rights.grant ? button('block', ids, set.name) : undefined),
  }
  const element = made[act]()
  return element ? [element] : []
}
