import { permissionKey, type Requirement } from '../catalog/permission-set.ts'
import type { Registration } from '../directory/registration.ts'

/** A problem of an app registration, because of which consent to its set can fail or not be trusted. */
export type RegistrationProblem =
  | 'unreadable'
  | 'outdated'
  | 'absent'
  | 'empty'
  | 'disabled'
  | 'singleTenant'
  | 'replyAddressMissing'
  | 'permissionsMissing'
  | 'notPublished'
  | 'tierZeroUnexplained'
  | 'readerExceeds'

/** Where this program is reached. */
interface Reachable {
  publicUrl: string
}

/** Whether consent would fail, or grant what nobody can compare. */
export const blocksConsent = (problem: RegistrationProblem): boolean => problem !== 'tierZeroUnexplained'

export const callbackUrl = (rules: Reachable): string => `${rules.publicUrl}/consent/callback`

/** The first problem of a registration that was read, or undefined. */
export function registrationProblem(
  registration: Registration | undefined,
  { permissions }: Requirement,
  rules: Reachable,
): Exclude<RegistrationProblem, 'unreadable' | 'outdated'> | undefined {
  if (!registration) return 'absent'
  if (registration.requiredResourceAccess.length === 0) return 'empty'
  if (registration.isDisabled) return 'disabled'
  if (!registration.multiTenant) return 'singleTenant'
  if (!registration.redirectUris.includes(callbackUrl(rules))) return 'replyAddressMissing'
  const listed = new Set(registration.requiredResourceAccess.map(permissionKey))
  if (permissions.some((permission) => !listed.has(permissionKey(permission)))) return 'permissionsMissing'
  if (permissions.some(({ knowledge }) => knowledge === 'unpublished')) return 'notPublished'
  return permissions.some(isUnexplainedTierZero) ? 'tierZeroUnexplained' : undefined
}

/** Only the registration says that it is needed, or nobody has rated it. */
export const isUnexplainedTierZero = ({ knowledge, tier }: Requirement['permissions'][number]): boolean =>
  knowledge !== undefined && tier === 0
