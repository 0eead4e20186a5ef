import { button, linkButton } from './buttons.ts'
import type { Elsewhere } from './elsewhere.ts'
import type { FindingData } from './findings.ts'
import { packIds } from './pack-ids.ts'
import type { Element } from './render.ts'
import type { Rights, SetRef } from './subjects.ts'
import type { RequestKind, Status } from './words/codes.ts'
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

export type Act =
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

/** The button of an act; undefined where there is nothing that it could lead to, or for whom it isn't. */
export const buttonOf = (act: Act, grant: GrantState): Element | undefined => buttonsByAct[act](grant)

const idsOf = ({ tenantId, set }: GrantState) => ({ tenantId, setId: set.id })
const versionedOf = (grant: GrantState) => ({ ...idsOf(grant), v: grant.version })
const orderOf = ({ tenantId, set }: GrantState) => ({ setId: set.id, tenantIds: [tenantId] })

const buttonsByAct: Readonly<Record<Act, (grant: GrantState) => Element | undefined>> = {
  connect: ({ tenantId, set }) => button('connect', { domain: tenantId }, set.name),
  show: ({ consentId, set }) => (consentId ? button('showConsent', { consentId }, set.name) : undefined),
  details: (grant) => button('details', idsOf(grant), grant.set.name),
  entra: ({ entraUrl, set }) => (entraUrl ? linkButton(words.openInEntra, entraUrl, set.name) : undefined),
  check: (grant) => (grant.rights.sync ? button('checkAgain', idsOf(grant), grant.set.name) : undefined),
  undo: (grant) => (grant.rights.grant ? undoButton(grant) : askButton(grant, 'unblock')),
  grant: (grant) =>
    grant.rights.grant ? button('grant', orderOf(grant), grant.set.name) : askButton(grant, 'grant'),
  update: (grant) =>
    grant.rights.grant ? button('update', orderOf(grant), grant.set.name) : askButton(grant, 'grant'),
  reset: (grant) =>
    grant.rights.grant ? button('reset', versionedOf(grant), grant.set.name) : askButton(grant, 'reset'),
  accept: (grant) => (grant.rights.sync ? button('acceptForm', idsOf(grant), grant.set.name) : undefined),
  exceptions: ({ tenantId }) => button('exceptionsOf', { tenantId }),
  move: (grant) =>
    grant.elsewhere?.hasHidden || !grant.rights.sync
      ? undefined
      : button('moveHere', idsOf(grant), grant.set.name),
  open: (grant) => (grant.rights.sync ? button('openForm', idsOf(grant), grant.set.name) : undefined),
  follow: (grant) => (grant.rights.sync ? button('followLeaving', idsOf(grant), grant.set.name) : undefined),
  block: (grant) =>
    grant.rights.grant ? button('block', idsOf(grant), grant.set.name) : askButton(grant, 'block'),
}

function undoButton(grant: GrantState): Element {
  const { undoUntil, now, set } = grant
  return undoUntil !== undefined && undoUntil > now
    ? button('undo', versionedOf(grant), set.name)
    : button('unblock', idsOf(grant), set.name)
}

/** People who cannot do it can request it. */
function askButton({ tenantId, set, rights }: GrantState, kind: RequestKind): Element | undefined {
  if (!rights.sync) return undefined
  if (kind === 'grant') {
    return button('requestGrantForm', { setId: set.id, tenantIds: [tenantId] }, set.name)
  }
  const order = { kind, setId: set.id, tenants: packIds([tenantId]) }
  return button('requestForm', order, set.name, words.requests.button[kind])
}
