import type { Deps } from '#domain/deps.ts'
import { findKnownPerson } from '#domain/people/known-people-store.ts'
import { readApprovers } from '#domain/requests/approvers.ts'
import type { Request } from '#domain/requests/request.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { Card } from '../../../cards/render.ts'
import { renderRequest } from './request-view.ts'

type Render = (deps: Deps, id: string, address: Address) => Promise<Card>

/** The card of a request at an address: a personal chat shows what this person may do, a shared one what everyone may see. */
export const followedRequest =
  (again?: 'reminder' | 'handover'): Render =>
  async (deps, id, address) => {
    const request = await getRequest(deps.database.db, id)
    if ('person' in address) {
      const view = isSamePerson(address.person, request.requester) ? 'requester' : 'approver'
      return renderRequest(deps, request, { view, ...(again && { again }) })
    }
    const refreshFor = request.state === 'open' ? await accountsOf(deps, request) : []
    return renderRequest(deps, request, { view: 'shared', refreshFor, ...(again && { again }) })
  }

/** The channel's account IDs of the approvers that the bot knows. Without them, the card shows only the Review button. */
async function accountsOf(deps: Deps, { requester, tenantIds }: Request): Promise<string[]> {
  const approvers: Person[] = await readApprovers(deps, requester, tenantIds).catch((error: unknown) => {
    if (error instanceof OutsideError) return []
    throw error
  })
  const accounts: string[] = []
  for (const person of approvers) {
    const known = await findKnownPerson(deps.database.db, person)
    if (known) accounts.push(known.accountId)
  }
  return accounts
}
