import {
  type AdditionalSetting,
  type Permission,
  permissionKey,
  type Requirement,
} from '#domain/catalog/permission-set.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import type { Person } from '#platform/base/person.ts'
import { hours } from '#platform/base/time.ts'
import type { AppRoleFact, ScopeFact, ServicePrincipalFacts, SetFacts } from '#platform/microsoft/facts.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'

export const graphApi = '00000003-0000-0000-c000-000000000000'
export const exchangeApi = '00000002-0000-0ff1-ce00-000000000000'
export const labelsApi = '870c4f2e-85b6-4d43-bdda-6ed9a579b725'
export const clientId = '2b2b2b2b-0000-4000-8000-00000000000a'
export const now = new Date('2026-03-01T08:00:00.000Z')
export const readAt = new Date('2026-03-01T07:50:00.000Z')
export const earlier = new Date('2026-02-20T10:00:00.000Z')
export const maxAgeMs = hours(24)
export const alice: Person = { tenantId: 'home', objectId: 'alice', name: 'Alice Moreau' }

const apiNames: Readonly<Record<string, string>> = {
  [graphApi]: 'Microsoft Graph',
  [exchangeApi]: 'Office 365 Exchange Online',
  [labelsApi]: 'Microsoft Information Protection Sync Service',
}

const permission = (
  value: string,
  id: string,
  { resourceAppId = graphApi, type = 'application', tier = 2 }: Partial<Permission> = {},
): Permission => ({
  api: apiNames[resourceAppId] ?? resourceAppId,
  resourceAppId,
  type,
  id,
  value,
  tier,
  reason: 'A reason',
  without: 'A loss',
})

export const directoryRead = permission('Directory.Read.All', '7ab1d382-f21e-4acd-a863-ba3e13f7da61')
export const groupRead = permission('Group.Read.All', '5b567255-7703-4780-807c-7be8301ae99b', { tier: 1 })
export const userWrite = permission('User.ReadWrite.All', '741f803b-c850-494e-b5df-cde7c675a1ca', { tier: 0 })
export const userRead = permission('User.Read', 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', { type: 'delegated' })
/** The same GUID as a role and as a scope, on Graph and on Exchange. */
export const mailRead = permission('Mail.Read', '810c84a8-4a9e-49e6-bf7d-12d183f40d01', { tier: 1 })
export const mailReadScope = permission('Mail.Read', '810c84a8-4a9e-49e6-bf7d-12d183f40d01', {
  type: 'delegated',
})
export const exchangeMailRead = permission('Mail.Read', '810c84a8-4a9e-49e6-bf7d-12d183f40d01', {
  resourceAppId: exchangeApi,
})
export const labelRead = permission('UnifiedPolicy.Tenant.Read', '8b2071cd-015a-4025-8052-1c0dba2d3f64', {
  resourceAppId: labelsApi,
})
/** Required by a registration, but its name is unknown. */
export const namelessScope: Permission = {
  ...permission('99999999-0000-4000-8000-000000000001', '99999999-0000-4000-8000-000000000001', {
    type: 'delegated',
  }),
  knowledge: 'none',
}

export const passwordAdministrator: AdditionalSetting = {
  kind: 'directoryRole',
  id: 'password-administrator',
  name: 'Password Administrator',
  apps: ['search'],
  coach: 'Assign the role',
  without: 'No resets',
  roleTemplateId: '966707d0-3269-4727-9be2-8c3a10f19b9d',
  roleName: 'Password Administrator',
}
export const premium: AdditionalSetting = {
  kind: 'servicePlan',
  id: 'entra-id-premium',
  name: 'Entra ID P1',
  apps: ['search'],
  coach: 'Buy it',
  without: 'No sign-in reports',
  plans: ['AAD_PREMIUM', 'AAD_PREMIUM_P2'],
}

/** No API shows it. */
export const byHand = {
  kind: 'byHand',
  id: 'ews-allowed',
  name: 'EWS allowed',
  apps: ['search'],
  coach: 'Look',
  without: 'Nothing works',
  askAgainDays: 60,
  until: '2027-04-01',
} as const satisfies AdditionalSetting

export const requirement = (
  permissions: readonly Permission[],
  settings: readonly AdditionalSetting[] = [],
): Requirement => ({ setId: 'sample', clientId, permissions, settings, version: 'v1', source: 'catalog' })

export const principal: ServicePrincipalFacts = {
  id: '3c3c3c3c-0000-4000-8000-00000000000a',
  accountEnabled: true,
  isDisabled: false,
}

export const roleFact = ({ resourceAppId, api, id }: Permission): AppRoleFact => ({
  resourceAppId,
  resourceName: api,
  appRoleId: id,
})
export const scopeFact = ({ resourceAppId, value }: Permission): ScopeFact => ({ resourceAppId, value })

/** Facts of a tenant in which exactly these permissions are granted. */
export function factsWith(granted: readonly Permission[], rest: Partial<SetFacts> = {}): SetFacts {
  return {
    servicePrincipal: principal,
    appRoles: granted.filter(({ type }) => type === 'application').map(roleFact),
    scopes: granted.filter(({ type }) => type === 'delegated').map(scopeFact),
    resources: [graphApi, exchangeApi, labelsApi],
    directoryRoles: {
      read: true,
      value: [{ roleTemplateId: '966707d0-3269-4727-9be2-8c3a10f19b9d', via: 'direct' }],
    },
    servicePlans: { read: true, value: ['AAD_PREMIUM'] },
    ...rest,
  }
}

/** Facts of a tenant in which the enterprise application is not installed. */
export const notInstalled: SetFacts = {
  appRoles: [],
  scopes: [],
  resources: [graphApi, exchangeApi, labelsApi],
  directoryRoles: { read: true, value: [] },
  servicePlans: { read: true, value: ['AAD_PREMIUM'] },
}

export const verifiedWith = (permissions: readonly Permission[]): GrantMemory['verified'] => ({
  at: earlier,
  permissions: permissions.map(permissionKey),
  clientId,
})

export const throttled: Outcome = makeOutcome('graph', 'graphThrottled', { requestId: 'r-1' })
export const gone: Outcome = makeOutcome('login', 'appNotInTenant', { code: '7000229' })
export const declined: Outcome = makeOutcome('login', 'consentDeclined', { code: '65004' })
