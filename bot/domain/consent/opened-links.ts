import { later } from '#platform/base/time.ts'
import type { Db } from '#platform/storage/database.ts'
import type { OpenedLink } from '../baselines/explain-read.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { idOfPermission } from '../status/granted-ids.ts'
import { type Consent, type ConsentLink, deadlineOf, hasEnded } from './consent.ts'
import { listLinksOfSets } from './consents-store.ts'
import { boundPermissions, watchedSince } from './granted-beyond.ts'

type Needs = Pick<Deps, 'clock' | 'rules'>

/**
 * The links of a tenant that were opened: our page has stored the opening before it leads on to Microsoft, so whatever they
 * grant comes after it, however often the program stops in between.
 */
export async function listOpenedLinks(
  deps: Needs,
  db: Db,
  tenantId: string,
  requirements: readonly Requirement[],
): Promise<OpenedLink[]> {
  const links = await listLinksOfSets(db, tenantId)
  return links.flatMap(({ link, consent }) => {
    const requirement = requirements.find(({ setId }) => setId === consent.setId)
    return requirement ? openedLink(deps, link, consent, requirement) : []
  })
}

function openedLink(
  deps: Needs,
  link: ConsentLink,
  { code, signer, requestedBy }: Consent,
  requirement: Requirement,
): OpenedLink[] {
  const { clientId, phase, times } = link
  if (!times.opened) return []
  const isWatched = !hasEnded(phase) || deadlineOf(link) > watchedSince(deps)
  const last = Math.max(deadlineOf(link).getTime(), ...Object.values(times).map((at) => at.getTime()))
  return [
    {
      ...{ setId: requirement.setId, clientId, code, holder: signer ?? requestedBy },
      openedAt: times.opened,
      ...(hasEnded(phase) && { until: later(new Date(last), deps.rules.spreadMs) }),
      isVerified: phase === 'verified',
      bound: new Set(boundPermissions(link, requirement).map(idOfPermission)),
      ...(isWatched && { had: new Set(link.requirement.before) }),
    },
  ]
}
