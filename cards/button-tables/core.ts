import type { HelpTask, HistoryArea, HistoryWho, TenantFilter } from '../words/codes.ts'
import type { WaitingRef } from './fleet.ts'

interface Grant {
  tenantId: string
  setId: string
}

/** A version, so that a click on an outdated card does nothing. */
interface Versioned {
  v: number
}

/** Pages of the history keep the selected filter. */
interface HistoryPlace {
  tenantId?: string
  setId?: string
  who?: HistoryWho
  area?: HistoryArea
  /** Ticket or case number. */
  reference?: string
}

/** Pages of the tenants keep what is shown. */
interface TenantPlace {
  filter: TenantFilter
  search?: string
  waiting?: WaitingRef
}

/** The data of each button. */
export interface CoreInputs {
  tenants: { filter?: TenantFilter; search?: string; page?: number }
  filterNeedsAction: { filter: 'needsAction' }
  filterBlocked: { filter: 'blocked' }
  /** The card sends filter and text. */
  search: Record<string, never>
  previousTenants: TenantPlace & { page: number }
  nextTenants: TenantPlace & { page: number }
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
  startGrant: { setId: string; tenantIds: readonly string[]; v: string; until?: string }
  startUpdate: { setId: string; tenantIds: readonly string[]; v: string; until?: string }
  checkPlan: { setId: string; tenantIds: readonly string[]; until?: string }
  moveHere: Grant & { from?: string }
  startMove: Grant & { from: readonly string[]; v: string }
  cancelToTenant: { tenantId: string }
  cancelToTenants: Record<string, never>
  cancelToDetails: Grant
  block: Grant
  confirmBlock: Grant & Versioned
  undo: Grant & Versioned
  unblock: Grant
  openForm: Grant
  /** `beyond`: hash of what is granted beyond the set, as the card named it. */
  confirmUnblock: Grant & Versioned & { beyond: string; until?: string }
  reset: Grant & Versioned
  /** `setting`: its ID; `holds`: false takes the confirmation back. */
  confirmSetting: Grant & Versioned & { setting: string; holds: true }
  withdrawSetting: Grant & Versioned & { setting: string; holds: false }
  syncNow: { tenantId: string }
  /** Reads the tenant now; the answer is the card named by `consentId` or `alertId`, or else the details. */
  checkAgain: Grant & { consentId?: string; alertId?: number }
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
  history: { tenantId?: string; setId?: string; reference?: string }
  nextHistory: HistoryPlace & { before: number }
  newestHistory: HistoryPlace
  filterHistory: HistoryPlace
  help: Record<string, never>
  helpTask: { task: HelpTask }
  allCommands: { all: true }
  doctorForm: Record<string, never>
  doctor: Record<string, never>
  command: { text: string }
  settings: Record<string, never>
  checkNow: Record<string, never>
  previousSettings: { page: number }
  nextSettings: { page: number }
  whoami: Record<string, never>
}
/** Which action each button runs. */
export const coreVerbs = {
  tenants: 'tenant.list',
  filterNeedsAction: 'tenant.list',
  filterBlocked: 'tenant.list',
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
  checkPlan: 'grant.checkPlan',
  moveHere: 'move.plan',
  startMove: 'move.start',
  cancelToTenant: 'tenant.show',
  cancelToTenants: 'tenant.list',
  cancelToDetails: 'grant.details',
  block: 'grant.block',
  confirmBlock: 'grant.confirmBlock',
  undo: 'grant.undoBlock',
  unblock: 'grant.unblock',
  openForm: 'grant.openForm',
  confirmUnblock: 'grant.confirmUnblock',
  reset: 'grant.reset',
  confirmSetting: 'setting.confirm',
  withdrawSetting: 'setting.confirm',
  syncNow: 'sync.tenant',
  checkAgain: 'grant.check',
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
  filterHistory: 'history.show',
  help: 'help.show',
  helpTask: 'help.show',
  allCommands: 'help.show',
  doctorForm: 'doctor.show',
  doctor: 'doctor.show',
  command: 'command.run',
  settings: 'settings.show',
  checkNow: 'preflight.run',
  previousSettings: 'settings.show',
  nextSettings: 'settings.show',
  whoami: 'person.show',
} as const satisfies Record<keyof CoreInputs, string>
