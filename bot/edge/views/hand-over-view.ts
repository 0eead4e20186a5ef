import type { Deps } from '#domain/deps.ts'
import { readApprovers } from '#domain/requests/approvers.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { isSamePerson } from '#platform/base/person.ts'
import type { Card } from '../../../cards/render.ts'
import { requestHandOverCard } from '../../../cards/request-hand-over.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { choicesOf, nameOf } from './people-names.ts'

/** The form that asks which other approver should decide. */
export async function showHandOverForm(
  deps: Deps,
  actor: Actor,
  { requestId, version }: { requestId: string; version: number },
): Promise<Card> {
  const { db } = deps.database
  const request = await getRequest(db, requestId)
  const { code, kind, setId, requester } = request
  const approvers = await readApprovers(deps, requester, request)
  const others = approvers.filter((person) => !isSamePerson(person, actor))
  const set = deps.catalog.sets.find(({ id }) => id === setId)
  return requestHandOverCard({
    now: deps.clock(),
    requestId,
    version,
    code,
    kind,
    ...(set && { set: { id: set.id, name: set.name } }),
    requester: { name: await nameOf(db, requester) },
    others: await choicesOf(db, others),
  })
}
