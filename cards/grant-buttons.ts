import { type Act, buttonOf, type GrantState } from './act-button.ts'
import { button } from './buttons.ts'
import { isClosedByDefault, openingOf } from './closed-status.ts'
import { isElsewhere } from './elsewhere.ts'
import type { FindingData } from './findings.ts'
import type { Element } from './render.ts'
import type { Rights } from './subjects.ts'
import type { FindingCode, Status } from './words/codes.ts'

/** Errors that a new consent fixes; the others must be fixed in Entra. */
const mendedByConsent: ReadonlySet<FindingCode> = new Set([
  'PERMISSIONS_REMOVED',
  'APP_REMOVED',
  'CONSENT_FAILED',
  'CONSENT_NOT_CONFIRMED',
  'PERMISSIONS_MISSING',
  'NOT_INSTALLED',
])

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
  const made: Element[] = []
  for (const act of acts) {
    const element = isUseful(act, grant) ? buttonOf(act, grant) : undefined
    if (element) made.push(element)
  }
  return made
}

function isUseful(act: Act, grant: GrantState): boolean {
  const { findings, canReset, canAccept } = grant
  switch (act) {
    case 'connect':
      return hasConnect(grant)
    case 'grant':
    case 'update':
      return canConsent(act, grant)
    case 'entra':
      // Nothing there can be fixed before the tenant can be read again.
      return !says(findings, 'CONNECTION_LOST')
    case 'follow':
      return says(findings, 'GRANTS_REMAIN_IN_ENTRA')
    case 'reset':
      return canReset === true
    case 'accept':
      return canAccept === true
    case 'exceptions':
      // What is accepted already is renewed or withdrawn there.
      return !canAccept && findings.some(({ accepted }) => accepted)
    default:
      return true
  }
}

const says = (findings: readonly FindingData[], code: FindingCode): boolean =>
  findings.some((finding) => finding.code === code)

function canConsent(act: 'grant' | 'update', { findings, status }: GrantState): boolean {
  if (says(findings, 'PERMISSION_NOT_PUBLISHED') || says(findings, 'CONNECTION_LOST')) return false
  if (status !== 'error') return true
  // As the plan says: an update adds to what was granted once and still is.
  const isUpdate =
    says(findings, 'PERMISSIONS_NEW') &&
    !says(findings, 'PERMISSIONS_REMOVED') &&
    !says(findings, 'APP_REMOVED')
  return isMendedByConsent(findings) && act === (isUpdate ? 'update' : 'grant')
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
