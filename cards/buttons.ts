import type { Element } from './render.ts'
import { list, plain } from './text.ts'
import { buttonsEn } from './words/buttons-en.ts'
import type { TenantFilter } from './words/codes.ts'

interface Grant {
  tenantId: string
  setId: string
}

/** A version, so that a click on an outdated card does nothing. */
interface Versioned {
  v: number
}

/** What each button sends besides its verb: ids, versions and places in a list, never a state or a name. */
export interface ButtonInputs {
  tenants: { filter?: TenantFilter; search?: string; page?: number }
  filterNeedsAction: { filter: 'needsAction'; search?: string }
  filterErrors: { filter: 'error'; search?: string }
  filterBlocked: { filter: 'blocked'; search?: string }
  filterAll: { filter: 'all'; search?: string }
  search: { filter: TenantFilter }
  previousTenants: { filter: TenantFilter; search?: string; page: number }
  nextTenants: { filter: TenantFilter; search?: string; page: number }
  openTenant: { tenantId: string }
  refreshTenant: { tenantId: string; page?: number }
  previousSets: { tenantId: string; page: number }
  nextSets: { tenantId: string; page: number }
  backToTenant: { tenantId: string }
  addTenantForm: Record<string, never>
  addTenant: Record<string, never>
  connect: { domain: string }
  removeTenant: { tenantId: string }
  confirmRemove: { tenantId: string } & Versioned
  details: Grant
  previousPermissions: Grant & { page: number }
  nextPermissions: Grant & { page: number }
  grant: { setId: string; tenantIds: readonly string[] }
  update: { setId: string; tenantIds: readonly string[] }
  startGrant: { setId: string; tenantIds: readonly string[]; v: string }
  startUpdate: { setId: string; tenantIds: readonly string[]; v: string }
  cancelToTenant: { tenantId: string }
  cancelToTenants: Record<string, never>
  cancelToDetails: Grant
  block: Grant
  confirmBlock: Grant & Versioned
  undo: Grant & Versioned
  unblock: Grant & Versioned
  reset: Grant & Versioned
  syncNow: { tenantId: string }
  syncAll: Record<string, never>
  cancelSync: { runId: string }
  refreshSync: { runId: string }
  showConsent: { consentId: string }
  refreshConsent: { consentId: string }
  cancelConsent: { consentId: string } & Versioned
  catalog: Record<string, never>
  previousInCatalog: { page: number }
  nextInCatalog: { page: number }
  set: { setId: string }
  previousInSet: { setId: string; page: number }
  nextInSet: { setId: string; page: number }
  why: { text: string }
  history: { tenantId?: string; setId?: string }
  nextHistory: { tenantId?: string; setId?: string; before: number }
  newestHistory: { tenantId?: string; setId?: string }
  help: Record<string, never>
  doctorForm: Record<string, never>
  doctor: Record<string, never>
  command: { text: string }
  settings: Record<string, never>
  previousSettings: { page: number }
  nextSettings: { page: number }
  whoami: Record<string, never>
}
export type ButtonName = keyof ButtonInputs

const verbs = {
  tenants: 'tenant.list',
  filterNeedsAction: 'tenant.list',
  filterErrors: 'tenant.list',
  filterBlocked: 'tenant.list',
  filterAll: 'tenant.list',
  search: 'tenant.list',
  previousTenants: 'tenant.list',
  nextTenants: 'tenant.list',
  openTenant: 'tenant.show',
  refreshTenant: 'tenant.show',
  previousSets: 'tenant.show',
  nextSets: 'tenant.show',
  backToTenant: 'tenant.show',
  addTenantForm: 'tenant.addForm',
  addTenant: 'tenant.add',
  connect: 'tenant.add',
  removeTenant: 'tenant.remove',
  confirmRemove: 'tenant.confirmRemove',
  details: 'grant.details',
  previousPermissions: 'grant.details',
  nextPermissions: 'grant.details',
  grant: 'grant.plan',
  update: 'grant.plan',
  startGrant: 'grant.start',
  startUpdate: 'grant.start',
  cancelToTenant: 'tenant.show',
  cancelToTenants: 'tenant.list',
  cancelToDetails: 'grant.details',
  block: 'grant.block',
  confirmBlock: 'grant.confirmBlock',
  undo: 'grant.undoBlock',
  unblock: 'grant.unblock',
  reset: 'grant.reset',
  syncNow: 'sync.tenant',
  syncAll: 'sync.all',
  cancelSync: 'sync.cancel',
  refreshSync: 'sync.show',
  showConsent: 'consent.show',
  refreshConsent: 'consent.show',
  cancelConsent: 'consent.cancel',
  catalog: 'catalog.show',
  previousInCatalog: 'catalog.show',
  nextInCatalog: 'catalog.show',
  set: 'set.show',
  previousInSet: 'set.show',
  nextInSet: 'set.show',
  why: 'permission.why',
  history: 'history.show',
  nextHistory: 'history.show',
  newestHistory: 'history.show',
  help: 'help.show',
  doctorForm: 'doctor.show',
  doctor: 'doctor.show',
  command: 'command.run',
  settings: 'settings.show',
  previousSettings: 'settings.show',
  nextSettings: 'settings.show',
  whoami: 'person.show',
} as const satisfies Record<ButtonName, string>

const titles: Readonly<Record<ButtonName, string>> = buttonsEn

/** Buttons that carry what was typed on their card. */
const sendsInputs: ReadonlySet<ButtonName> = new Set(['search', 'addTenant', 'doctor'])

export type Verb = (typeof verbs)[ButtonName]

/** Every verb that a card can send; each has a handler. */
export const cardVerbs: readonly Verb[] = [...new Set(Object.values(verbs))]

/** A button that sends a card action; `about` names its object, so that a screen reader tells equal titles apart. */
export function button<N extends ButtonName>(
  name: N,
  input: ButtonInputs[N],
  about?: string,
  title?: string,
): Element {
  const shown = title === undefined ? titles[name] : plain(title, 60)
  return {
    type: 'Action.Execute',
    title: shown,
    ...(about ? { tooltip: `${shown}: ${plain(about, 60)}` } : {}),
    ...(sendsInputs.has(name) ? { associatedInputs: 'auto' } : {}),
    verb: verbs[name],
    data: { ...input },
  }
}

/** The one button of a card that leads to the fix; clients that know no such style show it like any other. */
export const primary = (action: Element): Element => ({ ...action, style: 'positive' })

/** The one button of a card that stops something; its title says so, because Teams shows no colour for it. */
export const dangerous = (action: Element): Element => ({ ...action, style: 'destructive' })

/** A button that leads out of Teams; its title says where to. */
export function linkButton(title: string, url: string, about?: string): Element {
  return {
    type: 'Action.OpenUrl',
    title,
    ...(about ? { tooltip: `${title}: ${plain(about, 60)}` } : {}),
    url,
  }
}

/** One action of any card as data, for cards whose buttons the caller chooses. */
export type ButtonCall = {
  [N in ButtonName]: { button: N; input: ButtonInputs[N]; title?: string }
}[ButtonName]

export const callButton = (call: ButtonCall, about?: string): Element =>
  button(call.button, call.input as ButtonInputs[ButtonName], about, call.title)

/** Names for tooltips of a button about several tenants. */
export const namesOf = (things: readonly { name: string }[]): string =>
  list(things.map((thing) => plain(thing.name, 40)))
