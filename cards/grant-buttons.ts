import { button, linkButton } from './buttons.ts'
import { isClosedByDefault, openingOf } from './closed-status.ts'
import { type Elsewhere, isElsewhere } from './elsewhere.ts'
import type { FindingData } from './findings.ts'
import { packIds } from './pack-ids.ts'
import type { Element } from './render.ts'
import type { Rights, SetRef } from './subjects.ts'
import type { FindingCode, RequestKind, Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface GrantState {
  tenantId: string
  set: SetRef
  version: number
  status: Status
  /** Of a closed set, what can be done in Entra goes by this. */
  lastKnown?: Status | undefined
  findings: readonly FindingData[]
  /** A reset would change something. */
  canReset?: boolean
  /** Something of it can be accepted. */
  canAccept?: boolean
  consentId?: string
  /** Enterprise application in the Entra admin center. */
  entraUrl?: string
  undoUntil?: Date
  elsewhere?: Elsewhere
  rights: Rights
  now: Date
}

/** Errors that a new consent fixes; the others must be fixed in Entra. */
const mendedByConsent: ReadonlySet<FindingCode> = new Set([
  'PERMISSIONS_REMOVED',
  'APP_REMOVED',
  'CONSENT_FAILED',
  'CONSENT_NOT_CONFIRMED',
  'PERMISSIONS_MISSING',
  'NOT_INSTALLED',
])

type Act =
  | 'connect'
  | 'show'
  | 'undo'
  | 'grant'
  | 'update'
  | 'entra'
  | 'check'
  | 'details'
  | 'reset'
  | 'block'
  | 'move'
  | 'open'
  | 'follow'
  | 'accept'
  | 'exceptions'

/** The actions for a status, the fix first: all of them, and those that fit in a row among others. */
const fitting: Readonly<Record<Status, { all: readonly Act[]; row: readonly Act[] }>> = {
  blocked: { all: ['undo', 'check', 'entra', 'follow'], row: ['undo', 'details'] },
  unknown: {
    all: ['connect', 'check', 'entra', 'accept', 'exceptions', 'block'],
    row: ['connect', 'check', 'details'],
  },
  error: {
    all: ['connect', 'grant', 'update', 'entra', 'check', 'reset', 'accept', 'exceptions', 'block'],
    row: ['grant', 'update', 'entra', 'reset', 'details'],
  },
  granting: { all: ['show', 'check', 'reset', 'block'], row: ['show', 'reset', 'details'] },
  notGranted: { all: ['grant', 'check'], row: ['grant', 'details'] },
  updateRequired: {
    all: ['update', 'check', 'entra', 'accept', 'exceptions', 'block'],
    row: ['update', 'details'],
  },
  settingsRequired: { all: ['entra', 'check', 'accept', 'exceptions', 'block'], row: ['entra', 'details'] },
  granted: { all: ['check', 'entra', 'accept', 'exceptions', 'block'], row: ['details', 'block'] },
}

/** The actions for a grant, for its own card. */
export const fittingButtons = (grant: GrantState): Element[] => buttonsOf(actsFor(grant, 'all'), grant)

/** The most useful actions and Details, for one row among others. */
export function rowButtons(grant: GrantState): Element[] {
  const { status, findings } = grant
  // An error that consent fixes needs no visit to Entra.
  const isFixedHere = status === 'error' && isMendedByConsent(findings)
  const acts = actsFor(grant, 'row').filter((act) => !(isFixedHere && act === 'entra'))
  return buttonsOf(acts, grant)
}

/** Where the limit of an app stands against a grant, or against lifting a block, only a move leads on. */
function actsFor(grant: GrantState, place: 'all' | 'row'): readonly Act[] {
  const acts = fitOf(grant, place)
  if (!grant.elsewhere) return acts
  if (isElsewhere(grant)) return place === 'row' ? ['move'] : ['move', 'check', 'entra']
  return ['move', ...acts.filter((act) => act !== 'undo')]
}

/** What is granted there already can be opened. A set that is open for a time can be opened for longer. */
const openable: ReadonlySet<Status> = new Set(['granted', 'settingsRequired', 'updateRequired'])

function fitOf(grant: GrantState, place: 'all' | 'row'): readonly Act[] {
  const { status, lastKnown = 'unknown' } = grant
  if (!isClosedByDefault(grant)) {
    const acts = fitting[status][place]
    return openingOf(grant)?.facts?.closes === 'default' ? ['open', ...acts] : acts
  }
  const acts = fitting[lastKnown === 'blocked' ? 'unknown' : lastKnown][place].filter(
    (act) => act !== 'block',
  )
  return openable.has(lastKnown) ? ['open', ...acts] : acts
}

export const isMendedByConsent = (findings: readonly FindingData[]): boolean =>
  findings.some(({ code }) => mendedByConsent.has(code))

/** Whether Connect stands among them: the tenant can be read again after a new consent to the reader app. */
export const hasConnect = ({ findings, rights }: Pick<GrantState, 'findings' | 'rights'>): boolean =>
  rights.grant && findings.some(({ reconnects }) => reconnects)

/** Without what can't change anything about these findings. */
function buttonsOf(acts: readonly Act[], grant: GrantState): Element[] {
  const { findings, status } = grant
  const says = (code: FindingCode): boolean => findings.some((finding) => finding.code === code)
  const canConsent = !says('PERMISSION_NOT_PUBLISHED') && !says('CONNECTION_LOST')
  // As the plan says: an update adds to what was granted once and still is.
  const isUpdate = says('PERMISSIONS_NEW') && !says('PERMISSIONS_REMOVED') && !says('APP_REMOVED')
  const useful: readonly Act[] = isMendedByConsent(findings) ? [isUpdate ? 'update' : 'grant'] : []
  const useless: ReadonlySet<Act> = new Set([
    ...(hasConnect(grant) ? [] : ['connect' as const]),
    ...(status === 'error' ? (['grant', 'update'] as const).filter((act) => !useful.includes(act)) : []),
    ...(canConsent ? [] : (['grant', 'update'] as const)),
    // Nothing there can be fixed before the tenant can be read again.
    ...(says('CONNECTION_LOST') ? ['entra' as const] : []),
    ...(says('GRANTS_REMAIN_IN_ENTRA') ? [] : ['follow' as const]),
    ...(grant.canReset ? [] : ['reset' as const]),
    ...(grant.canAccept ? [] : ['accept' as const]),
    // What is accepted already is renewed or withdrawn there.
    ...(!grant.canAccept && findings.some(({ accepted }) => accepted) ? [] : ['exceptions' as const]),
  ])
  return acts
    .filter((act) => !useless.has(act))
    .map((act) => buttonOf(act, grant))
    .filter((made) => made !== undefined)
}

function buttonOf(act: Act, { tenantId, set, version, ...grant }: GrantState): Element | undefined {
  const { rights, consentId, entraUrl, undoUntil, now, elsewhere } = grant
  const ids = { tenantId, setId: set.id }
  const versioned = { ...ids, v: version }
  const order = { setId: set.id, tenantIds: [tenantId] }
  const mayUndo = undoUntil !== undefined && undoUntil > now
  const allowed = (act: () => Element, kind: RequestKind): Element | undefined => {
    if (rights.grant) return act()
    return rights.sync ? askButton(kind, { tenantId, set }) : undefined
  }
  const made: Record<Act, () => Element | undefined> = {
    connect: () => button('connect', { domain: tenantId }, set.name),
    show: () => (consentId ? button('showConsent', { consentId }, set.name) : undefined),
    details: () => button('details', ids, set.name),
    entra: () => (entraUrl ? linkButton(words.openInEntra, entraUrl, set.name) : undefined),
    check: () => (rights.sync ? button('checkAgain', ids, set.name) : undefined),
    undo: () =>
      allowed(
        () => (mayUndo ? button('undo', versioned, set.name) : button('unblock', ids, set.name)),
        'unblock',
      ),
    grant: () => allowed(() => button('grant', order, set.name), 'grant'),
    update: () => allowed(() => button('update', order, set.name), 'grant'),
    reset: () => allowed(() => button('reset', versioned, set.name), 'reset'),
    accept: () => (rights.sync ? button('acceptForm', ids, set.name) : undefined),
    exceptions: () => button('exceptionsOf', { tenantId }),
    move: () => (elsewhere?.hasHidden || !rights.sync ? undefined : button('moveHere', ids, set.name)),
    open: () => (rights.sync ? button('openForm', ids, set.name) : undefined),
    follow: () => (rights.sync ? button('followLeaving', ids, set.name) : undefined),
    block: () => allowed(() => button('block', ids, set.name), 'block'),
  }
  return made[act]()
}

/** A grant or an update by what it does, or the request for it. */
export function grantOrAsk(
  act: 'grant' | 'update',
  order: { setId: string; tenantIds: readonly string[] },
  { rights, about }: { rights: Rights; about: string },
): Element | undefined {
  if (rights.grant) return button(act, order, about)
  return rights.sync ? button('requestGrantForm', order, about) : undefined
}

/** People who cannot do it can request it. */
function askButton(kind: RequestKind, { tenantId, set }: Pick<GrantState, 'tenantId' | 'set'>): Element {
  if (kind === 'grant') {
    return button('requestGrantForm', { setId: set.id, tenantIds: [tenantId] }, set.name)
  }
  const order = { kind, setId: set.id, tenants: packIds([tenantId]) }
  return button('requestForm', order, set.name, words.requests.button[kind])
}
