import { permissionKey, type Requirement } from '../catalog/permission-set.ts'
import type { Rules } from '../deps.ts'
import type { Registration } from '../directory/registration.ts'

/** A problem of an app registration, because of which consent to its set can fail or not be trusted. */
export type RegistrationProblem =
  | 'unreadable'
  | 'absent'
  | 'empty'
  | 'disabled'
  | 'singleTenant'
  | 'replyAddressMissing'
  | 'permissionsMissing'

/** Whether consent would fail. If the registration is unreadable, it can still succeed. */
export const blocksConsent = (problem: RegistrationProblem): boolean => problem !== 'unreadable'

export const callbackUrl = (rules: Pick<Rules, 'publicUrl'>): string => `${rules.publicUrl}/consent/callback`

/** The first problem of a registration that was read, or undefined. */
export function registrationProblem(
  registration: Registration | undefined,
  requirement: Requirement,
  rules: Pick<Rules, 'publicUrl'>,
): RegistrationProblem | undefined {
  if (!registration) return 'absent'
  if (registration.requiredResourceAccess.length === 0) return 'empty'
  if (registration.isDisabled) return 'disabled'
  if (!registration.multiTenant) return 'singleTenant'
  if (!registration.redirectUris.includes(callbackUrl(rules))) return 'replyAddressMissing'
  const listed = new Set(registration.requiredResourceAccess.map(permissionKey))
  const missing = requirement.permissions.some((permission) => !listed.has(permissionKey(permission)))
  return missing ? 'permissionsMissing' : undefined
}
