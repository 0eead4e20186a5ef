import { UserError } from '#platform/base/errors.ts'
import { hashOf } from '#platform/base/secret-token.ts'
import { knownNames } from '../catalog/known-permissions.ts'
import type { PermissionKey, PermissionType } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { getRequirement, getSet } from '../requirements/current-requirements.ts'
import { differenceOf } from '../requirements/difference.ts'
import type { RefreshDeps } from '../requirements/refresh-requirements.ts'
import { assertReaderRegistered, assertRegistered, listChanged } from './assert-registered.ts'
import { findLinkByToken } from './consents-store.ts'
import { endLink } from './end-link.ts'
import { getLiveLink, type LiveLink } from './live-link.ts'

type Needs = RefreshDeps & Pick<Deps, 'jobs'>

/**
 * The registration still lists exactly what the link is bound to. A list that has changed ends the link; one that can't be
 * read doesn't. @throws UserError LINK_…, LIST_CHANGED, REGISTRATION_MISMATCH
 */
export async function assertOpenable(deps: Needs, token: string): Promise<void> {
  const live = await getLiveLink(deps.database.db, token, deps.clock())
  try {
    await assertListed(deps, live)
  } catch (error) {
    if (error instanceof UserError && endsLink(error)) await endFor(deps, token, error)
    throw error
  }
}

async function assertListed(deps: Needs, { link, consent }: LiveLink): Promise<void> {
  if (link.kind === 'connection' || !consent.setId) return assertReaderRegistered(deps)
  const requirement = await getRequirement(deps, deps.database.db, consent.setId)
  if (requirement.version === link.requirement.version) return assertRegistered(deps, requirement)
  if (requirement.clientId !== link.clientId) throw new UserError('LINK_CANCELLED')
  const bound = link.requirement.permissions.map(permissionOf)
  throw listChanged(getSet(deps, consent.setId).name, differenceOf(bound, requirement.permissions))
}

/** A link keeps only the keys of its list. */
function permissionOf(key: PermissionKey) {
  const [resourceAppId = '', type = '', id = ''] = key.split('/')
  const { value = id, api = resourceAppId } = knownNames.byKey(key) ?? {}
  return { resourceAppId, type: type as PermissionType, id, value, api }
}

const endsLink = ({ code, facts }: UserError): boolean =>
  code === 'LIST_CHANGED' || (code === 'REGISTRATION_MISMATCH' && facts.problem === 'readerExceeds')

/** The new list may have ended it already, because a request released it. */
async function endFor(deps: Needs, token: string, { facts }: UserError): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const link = await findLinkByToken(tx, hashOf(token))
    if (link?.phase === 'sent') await endLink(deps, tx, link, { phase: 'cancelled', detail: { ...facts } })
  })
}
