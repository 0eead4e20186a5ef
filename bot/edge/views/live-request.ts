import type { Deps } from '#domain/deps.ts'
import { findKnownPerson } from '#domain/people/known-people-store.ts'
import { readApprovers } from '#domain/requests/approvers.ts'
import type { Request } from '#domain/requests/request.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { OutsideError } from '#platform/base/errors.ts'
import { isSamePerson, type Person } from '#platform/base/person.ts'
import type { Address } from '#platform/outbox/address.ts'
import type { Card } from '../../../cards/render.ts'
import { drawRequest } from './request-view.ts'

type Live = (deps: Deps, id: string, address: Address) => Promise<Card>

/** The card of a request at an address: a person's own chat shows what they may do, a shared one what all may see. */
export const liveRequest =
  (again?: 'reminder' | 'handover'): Live =>
  async (deps, id, address) => {
    const request = await getRequest(deps.database.db, id)
    if ('person' in address) {
      const view = isSamePerson(address.person, request.requester) ? 'requester' : 'approver'
      return drawRequest(deps, request, { view, ...(again && { again }) })
    }
    const refreshFor = request.state === 'open' ? await accountsOf(deps, request) : []
    return drawRequest(deps, request, { view: 'shared', refreshFor, ...(again && { again }) })
  }

/** The channel's names of those approvers whom the bot has met. Without them the button to review is left. */
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
