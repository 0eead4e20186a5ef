import type { z } from 'zod'
import { sendBatch } from '#platform/microsoft/batch.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { type GraphPort, openSession } from '#platform/microsoft/graph-client.ts'
import { unreadable } from '#platform/microsoft/unreadable.ts'
import { foreignRows } from './foreign-rows.ts'
import { applicationBody } from './graph-schemas.ts'
import {
  multiTenantAudiences,
  type Registration,
  type RegistrationFields,
  type WholeRegistration,
} from './registration.ts'

const listFields = 'id,appId,requiredResourceAccess,signInAudience,web,isDisabled'
/** Microsoft Graph allows 150 reads of `keyCredentials` a minute in a tenant, by all apps together. */
const allFields = `${listFields},passwordCredentials,keyCredentials`
const fieldsOf = { all: allFields, list: listFields, whole: `${allFields},appRoles,identifierUris` }

/**
 * App registrations in the home tenant, keyed by the given client IDs; undefined: not found. One failed part fails the whole
 * read, so that a partial requirement list isn't taken for a short one. `list` reads no credentials, for what a person
 * waits for.
 */
export async function readRegistrations(
  port: GraphPort,
  deadline: Deadline,
  homeTenantId: string,
  clientIds: readonly string[],
  select: RegistrationFields = 'all',
): Promise<ReadResult<Readonly<Record<string, Registration | undefined>>>> {
  const session = await openSession(port, homeTenantId, deadline, false)
  if (!session.read) return session
  const parts = [...new Set(clientIds)].map((clientId) => ({
    id: clientId,
    url: `/applications(appId='${encodeURIComponent(clientId.toLowerCase())}')?$select=${fieldsOf[select]}`,
  }))
  const answers = await sendBatch(port, session.value, parts)
  const registrations: Record<string, Registration | undefined> = {}
  for (const [clientId, answer] of answers) {
    if (answer.read) {
      const parsed = applicationBody.safeParse(answer.value)
      if (!parsed.success) return unreadable(parsed.error)
      if (parsed.data.appId !== clientId.toLowerCase()) return foreignRows('appId')
      registrations[clientId] = {
        ...registrationOf(parsed.data),
        ...(select === 'whole' && { whole: wholeOf(parsed.data) }),
      }
    } else if (answer.outcome.name === 'objectNotFound') {
      registrations[clientId] = undefined
    } else {
      return answer
    }
  }
  return { read: true, value: registrations }
}

function registrationOf(application: z.infer<typeof applicationBody>): Registration {
  const credentials = [...(application.passwordCredentials ?? []), ...(application.keyCredentials ?? [])]
  // During a rotation several are valid, and the app works until the last one expires.
  const ends = credentials.map(({ endDateTime }) => Date.parse(endDateTime ?? '')).filter(Number.isFinite)
  const registration: Registration = {
    requiredResourceAccess: application.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
      resourceAccess.map(({ id, type }) => ({
        resourceAppId,
        type: type === 'Role' ? ('application' as const) : ('delegated' as const),
        id,
      })),
    ),
    multiTenant: multiTenantAudiences.has(application.signInAudience),
    redirectUris: application.web?.redirectUris ?? [],
    isDisabled: application.isDisabled === true,
  }
  if (ends.length > 0) registration.credentialEndsAt = new Date(Math.max(...ends))
  return registration
}

function wholeOf({
  passwordCredentials,
  keyCredentials,
  appRoles,
  identifierUris,
}: z.infer<typeof applicationBody>): WholeRegistration {
  const secrets = (passwordCredentials ?? []).map(({ hint, endDateTime }) => ({
    kind: 'secret' as const,
    shown: hint ?? '',
    endsAt: new Date(endDateTime ?? Number.NaN),
  }))
  const certificates = (keyCredentials ?? []).map(({ customKeyIdentifier, endDateTime }) => ({
    kind: 'certificate' as const,
    shown: customKeyIdentifier ?? '',
    endsAt: new Date(endDateTime ?? Number.NaN),
  }))
  const open = (appRoles ?? []).filter(
    ({ isEnabled, allowedMemberTypes }) => isEnabled !== false && allowedMemberTypes.includes('Application'),
  )
  return {
    credentials: [...secrets, ...certificates].filter(({ endsAt }) => !Number.isNaN(endsAt.getTime())),
    appRoles: open.flatMap(({ value }) => value ?? []),
    identifierUris: identifierUris ?? [],
  }
}
