import { graphAppId } from '#domain/catalog/graph-app-id.ts'
import { multiTenantAudiences } from '#domain/directory/registration.ts'
import { callbackUrl } from '#domain/requirements/registration-problem.ts'
import type { Answers } from './found.ts'
import type { FoundRegistration } from './graph-shapes.ts'
import { apiRoles, readerAsks, setupTag, type Which } from './marks.ts'

/** What is sent for a registration. A list replaces the whole list, so what was there is in it. */
export interface RegistrationChange {
  displayName?: string
  signInAudience?: string
  notes?: string
  tags?: readonly string[]
  web?: { redirectUris: readonly string[] }
  appRoles?: readonly object[]
  api?: { requestedAccessTokenVersion: number }
  requiredResourceAccess?: readonly object[]
}

const audiences: Readonly<Record<Which, string>> = { bot: 'AzureADMyOrg', reader: 'AzureADMultipleOrgs' }

const offered = apiRoles.map((role) => ({ ...role, allowedMemberTypes: ['Application'], isEnabled: true }))

const asked = [
  {
    resourceAppId: graphAppId,
    resourceAccess: Object.values(readerAsks).map((id) => ({ id, type: 'Role' })),
  },
]

/** A registration that isn't there yet. */
export function bodyOfNew(of: Which, { name, slug, publicUrl }: Answers): RegistrationChange {
  const common = {
    displayName: of === 'bot' ? name : `${name} Reader`,
    signInAudience: audiences[of],
    notes: `Made by npm run setup of Grantkeeper for ${publicUrl}.`,
    tags: [setupTag(slug)],
  }
  // Version 2: the audience of a token for the API is the client ID.
  if (of === 'bot') return { ...common, appRoles: offered, api: { requestedAccessTokenVersion: 2 } }
  return { ...common, web: { redirectUris: [callbackUrl({ publicUrl })] }, requiredResourceAccess: asked }
}

/** What a registration that is there lacks. Nothing is taken away from it. */
export function changesOf(
  of: Which,
  registration: FoundRegistration,
  { publicUrl }: Answers,
): RegistrationChange {
  return of === 'bot' ? botChanges(registration) : readerChanges(registration, callbackUrl({ publicUrl }))
}

function botChanges({ appRoles }: FoundRegistration): RegistrationChange {
  const missing = offered.filter(({ value }) => !appRoles.some((role) => role.value === value))
  if (missing.length === 0) return {}
  // Graph names the origin of a role, and refuses to be told it.
  const kept = appRoles.map(({ origin: _, ...role }) => role)
  return { appRoles: [...kept, ...missing] }
}

function readerChanges(registration: FoundRegistration, address: string): RegistrationChange {
  const change: RegistrationChange = {}
  if (!isMultiTenant(registration)) change.signInAudience = audiences.reader
  const addresses = registration.web?.redirectUris ?? []
  if (!addresses.includes(address)) change.web = { redirectUris: [...addresses, address] }
  const required = withAsked(registration.requiredResourceAccess)
  if (required) change.requiredResourceAccess = required
  return change
}

type Required = FoundRegistration['requiredResourceAccess']

/** With the missing permissions; undefined if none is. */
function withAsked(required: Required): Required | undefined {
  const has = required.find(({ resourceAppId }) => resourceAppId === graphAppId)
  const listed = has?.resourceAccess.map(({ id }) => id) ?? []
  const missing = Object.values(readerAsks).filter((id) => !listed.includes(id))
  if (missing.length === 0) return undefined
  const resourceAccess = [...(has?.resourceAccess ?? []), ...missing.map((id) => ({ id, type: 'Role' }))]
  const others = required.filter(({ resourceAppId }) => resourceAppId !== graphAppId)
  return [...others, { resourceAppId: graphAppId, resourceAccess }]
}

export const isMultiTenant = ({ signInAudience }: FoundRegistration): boolean =>
  multiTenantAudiences.has(signInAudience)
