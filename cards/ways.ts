import type { ButtonCall } from './buttons.ts'
import type { ErrorData } from './error-text.ts'
import { packIds } from './pack-ids.ts'
import type { RefusedAct } from './refused-act.ts'
import { plain } from './text.ts'
import type { RequestKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

export type Facts = ErrorData['facts']

/** A way on from a refusal; undefined where it does not exist or the person may not go it. */
export type Way = (act: RefusedAct, facts: Facts) => ButtonCall | undefined

const none = {} as const

export const tenants: Way = ({ rights }) => (rights.view ? { button: 'tenants', input: none } : undefined)
export const worst: Way = ({ rights }) =>
  rights.view ? { button: 'filterNeedsAction', input: { filter: 'needsAction' } } : undefined
export const catalog: Way = ({ rights }) => (rights.view ? { button: 'catalog', input: none } : undefined)
export const requests: Way = ({ rights }) => (rights.view ? { button: 'requests', input: none } : undefined)
export const ownRequests: Way = ({ rights }) =>
  rights.view ? { button: 'requestsMine', input: { filter: 'mine' } } : undefined
export const exceptions: Way = ({ rights }) =>
  rights.view ? { button: 'exceptions', input: none } : undefined
export const alerts: Way = ({ rights }) => (rights.view ? { button: 'alertsHere', input: none } : undefined)
export const leavings: Way = ({ rights }) => (rights.view ? { button: 'leavings', input: none } : undefined)
export const notices: Way = ({ rights }) => (rights.view ? { button: 'notices', input: none } : undefined)
export const settings: Way = ({ rights }) => (rights.view ? { button: 'settings', input: none } : undefined)
export const addTenant: Way = ({ rights }) =>
  rights.act ? { button: 'addTenantForm', input: none } : undefined
export const syncAll: Way = ({ rights }) => (rights.act ? { button: 'syncAll', input: none } : undefined)
export const help: Way = () => ({ button: 'help', input: none })
export const whoami: Way = () => ({ button: 'whoami', input: none })

/** Only for one tenant: of several, none is the one that is wanted. */
const ofOne = (act: RefusedAct): string | undefined =>
  act.rights.view && act.tenantIds.length === 1 ? act.tenantIds[0] : undefined

export const showTenant: Way = (act) => {
  const tenantId = ofOne(act)
  return tenantId ? { button: 'openTenant', input: { tenantId }, title: words.showTenant } : undefined
}

export const connect: Way = (act) => {
  const tenantId = ofOne(act)
  return tenantId && act.rights.decide ? { button: 'connect', input: { domain: tenantId } } : undefined
}

export const details: Way = (act) => {
  const tenantId = ofOne(act)
  return tenantId && act.setId ? { button: 'details', input: { tenantId, setId: act.setId } } : undefined
}

export const unblock: Way = (act) => {
  const { rights, setId, isBlocked } = act
  const tenantId = ofOne(act)
  if (!tenantId || !setId || !isBlocked) return undefined
  if (rights.decide) return { button: 'unblock', input: { tenantId, setId } }
  return ask(act, 'unblock')
}

/** The plan, as it is now. */
export const plan: Way = ({ rights, setId, tenantIds }) =>
  rights.act && setId && tenantIds.length > 0 ? { button: 'grant', input: { setId, tenantIds } } : undefined

/** From where it is used; the plan says what stands against it. */
export const move: Way = (act) => {
  const tenantId = ofOne(act)
  return tenantId && act.setId && act.rights.act
    ? { button: 'moveHere', input: { tenantId, setId: act.setId } }
    : undefined
}

/** Whoever owns it now. */
export const owner: Way = (act) => {
  const tenantId = ofOne(act)
  const what = { ...(tenantId && { tenantId }), ...(act.setId && { setId: act.setId }) }
  return tenantId || act.setId ? { button: 'showOwner', input: what } : undefined
}

export const showRequest: Way = ({ rights, requestId }) =>
  rights.view && requestId ? { button: 'openRequest', input: { requestId } } : undefined

export const showConsent: Way = ({ rights, consentId }) =>
  rights.view && consentId ? { button: 'showConsent', input: { consentId } } : undefined

/** Where the names are that the command takes. */
export const tenantsIfMissing: Way = (act, facts) =>
  `${facts.usage}`.includes('<tenant') ? tenants(act, facts) : undefined
export const catalogIfMissing: Way = (act, facts) =>
  /<(?:set|permission|app)/.test(`${facts.usage}`) ? catalog(act, facts) : undefined

/** The tenants whose names hold what was typed. */
export const search: Way = (act, facts) =>
  act.rights.view && typeof facts.text === 'string'
    ? { button: 'tenants', input: { search: plain(facts.text, 100) } }
    : tenants(act, facts)

/** The form that asks a second person for the act that was refused. */
export const askInstead: Way = (act) => (act.kind ? ask(act, act.kind) : undefined)

function ask({ rights, setId, tenantIds, until }: RefusedAct, kind: RequestKind): ButtonCall | undefined {
  // The form of a tenant to add needs its domain.
  if (!rights.act || tenantIds.length === 0 || kind === 'add' || kind === 'except') return undefined
  if (kind !== 'remove' && kind !== 'sync' && kind !== 'baseline' && !setId) return undefined
  const input = { kind, tenants: packIds(tenantIds), ...(setId && { setId }), ...(until && { until }) }
  return { button: 'requestForm', input, title: words.requests.button[kind] }
}
