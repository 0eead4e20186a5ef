import { UserError } from '#platform/base/errors.ts'
import type { Deps } from '../deps.ts'
import { assertAccountRead, assertMay } from '../people/assert-may.ts'
import type { Role } from '../people/role.ts'
import type { RoleReading } from '../people/role-reading.ts'
import { getLiveLink } from './live-link.ts'

/**
 * Asserts that the people behind a link may still be: whoever requested it, and whoever got it. Nobody knows who opens it, but
 * nobody shall act in the name of a person who may not. Waits for Microsoft, so it's called before the transaction.
 * @throws UserError LINK_…, LINK_HELD_BACK; ROLES_UNREADABLE, ACCOUNT_UNREADABLE while the directory can't be asked
 */
export async function assertMayOpen(
  deps: Pick<Deps, 'database' | 'clock' | 'people'>,
  token: string,
): Promise<void> {
  const { link, consent } = await getLiveLink(deps.database.db, token, deps.clock())
  const { requestedBy, approvedBy, signer } = consent
  const [asking, signing] = await Promise.all([
    deps.people.readRolesNow(requestedBy),
    signer && deps.people.readRolesNow(signer),
  ])
  const gives = link.kind === 'set'
  const check = (reading: RoleReading, needed: Role): void => {
    assertBehindLink(reading, needed, link.tenantId)
    if (gives) assertAccountRead(reading)
  }
  check(asking, approvedBy ? 'operator' : 'approver')
  if (signing) check(signing, 'viewer')
}

function assertBehindLink(reading: RoleReading, needed: Role, tenantId: string): void {
  try {
    assertMay(reading, needed, [tenantId])
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'ROLES_UNREADABLE') throw error
    throw new UserError('LINK_HELD_BACK', {}, { cause: error })
  }
}
