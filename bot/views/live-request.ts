import type { Card } from '../../cards/render.ts'
import type { Deps } from '../deps.ts'
import { OutsideError } from '../errors.ts'
import type { Address } from '../outbox/address.ts'
import { findKnownPerson } from '../people/known-people-store.ts'
import { isSamePerson, type Person } from '../person.ts'
import { readApprovers } from '../requests/approvers.ts'
import type { Request } from '../requests/request.ts'
import { getRequest } from '../requests/requests-store.ts'
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
