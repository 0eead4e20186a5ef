import type { Deps } from '#domain/deps.ts'
import type { Request } from '#domain/requests/request.ts'
import { currentRequirements } from '#domain/requirements/current-requirements.ts'
import type { RequestCardData } from '../../../cards/request-data.ts'
import { noRequirement } from './no-requirement.ts'
import { nameOf } from './people-names.ts'
import { consequencesOfAll, findingData } from './refs.ts'

/** What a request would hide, as it was requested, whose it would be, and until when. */
export async function requestedException(
  deps: Deps,
  { setId, snapshot }: Request,
): Promise<Pick<RequestCardData, 'exception'>> {
  const { exception } = snapshot
  if (!exception) return {}
  const { db } = deps.database
  const requirement = (await currentRequirements(deps, db)).find((each) => each.setId === setId)
  return {
    exception: {
      findings: exception.findings.map((finding) => findingData(finding, requirement ?? noRequirement)),
      owner: { name: await nameOf(db, exception.owner) },
      endsAt: new Date(exception.endsAt),
    },
  }
}

/** What stops when it is approved: the set itself, or what a move blocks. */
export function consequencesPart(
  { catalog }: Deps,
  { kind, setId, snapshot }: Request,
): Pick<RequestCardData, 'consequences'> {
  const blocked = kind === 'block' ? [setId] : (snapshot.move?.blocks.map((each) => each.setId) ?? [])
  const sets = catalog.sets.filter(({ id }) => blocked.includes(id))
  return sets.length > 0 ? { consequences: consequencesOfAll(catalog, sets) } : {}
}
