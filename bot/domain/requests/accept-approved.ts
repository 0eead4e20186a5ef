import { UserError } from '#platform/base/errors.ts'
import type { Approval } from '#platform/base/person.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Deps } from '../deps.ts'
import { acceptFindingsIn } from '../exceptions/accept-findings.ts'
import type { OrderDeps } from '../grants/grant-order.ts'
import { type Request, type RequestOutcome, termsOf } from './request.ts'

/** A finding that is gone, or an end that has passed, is a refusal that has written nothing. */
export async function acceptApproved(
  deps: OrderDeps & Pick<Deps, 'random'>,
  tx: Tx,
  { tenantIds, setId, exception, reason, requester: by }: Request,
  approval: Approval,
): Promise<RequestOutcome> {
  const [tenantId = ''] = tenantIds
  if (!exception) return { done: [], refused: [{ tenantId, code: 'FINDING_GONE' }] }
  try {
    await acceptFindingsIn(deps, tx, { tenantId, setId, terms: termsOf(exception), reason, by, approval })
    return { done: [tenantId], refused: [] }
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'CARD_OUTDATED') throw error
    return { done: [], refused: [{ tenantId, code: error.code }] }
  }
}
