import type { Deps } from '#domain/deps.ts'
import { findKnownPerson } from '#domain/people/known-people-store.ts'
import { readReader } from '#domain/people/read-reader.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { readPlaceScope } from '#domain/requests/approval-place.ts'
import { readApprovers } from '#domain/requests/approvers.ts'
import { narrowRequest } from '#domain/requests/narrow-request.ts'
import type { Request } from '#domain/requests/request.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { Card } from '../../../cards/render.ts'
import { renderRequest } from './request-view.ts'

type Render = (deps: Deps, id: string, address: Address) => Promise<Card>

/** The card of a request at an address: a personal chat shows what this person may do, a shared one what everyone may see. */
export const followedRequest =
  (again?: 'reminder' | 'handover'): Render =>
  async (deps, id, address) => {
    const request = await getRequestAt(deps, id, address)
    if ('person' in address) {
      const view = isSamePerson(address.person, request.requester) ? 'requester' : 'approver'
      return renderRequest(deps, request, { view, reader: address.person, ...(again && { again }) })
    }
    const refreshFor = request.state === 'open' ? await accountsOf(deps, request) : []
    return renderRequest(deps, request, { view: 'shared', refreshFor, ...(again && { again }) })
  }

/** The request with the tenants that may be shown there. @throws UserError REQUEST_UNKNOWN if none may */
async function getRequestAt(deps: Deps, id: string, address: Address): Promise<Request> {
  // Cards in a conversation where no more requests are posted are still updated.
  const scope =
    'person' in address
      ? scopeOf(await readReader(deps, address.person), 'viewer')
      : ((await readPlaceScope(deps, address.conversationId)) ?? 'all')
  const request = narrowRequest(await getRequest(deps.database.db, id), scope)
  if (!request) throw new UserError('REQUEST_UNKNOWN')
  return request
}

/** The channel's account IDs of the approvers that the bot knows. Without them, the card shows only the Review button. */
async function accountsOf(deps: Deps, request: Request): Promise<string[]> {
  const approvers: Person[] = await readApprovers(deps, request.requester, request).catch(
    (error: unknown) => {
      if (error instanceof OutsideError) return []
      throw error
    },
  )
  const accounts: string[] = []
  for (const person of approvers) {
    const known = await findKnownPerson(deps.database.db, person)
    if (known) accounts.push(known.accountId)
  }
  return accounts
}
