import { UserError } from '#platform/base/errors.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { blocksConsent, registrationProblem } from '../requirements/registration-problem.ts'

/**
 * Consent to a registration that does not request the whole set can never succeed, so no link is created.
 * @throws UserError REGISTRATION_MISMATCH
 */
export async function assertRegistered(
  deps: Pick<Deps, 'directory' | 'rules'>,
  requirement: Requirement,
): Promise<void> {
  const registrations = await deps.directory.readRegistrations([requirement.clientId])
  if (!registrations.read) return // The home tenant cannot be read now; verification decides later.
  const problem = registrationProblem(registrations.value[requirement.clientId], requirement, deps.rules)
  if (problem && blocksConsent(problem)) {
    throw new UserError('REGISTRATION_MISMATCH', { problem, clientId: requirement.clientId })
  }
}
