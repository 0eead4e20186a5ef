import { append } from '../audit/audit-store.ts'
import type { Deps } from '../deps.ts'
import { UserError } from '../errors.ts'
import { readSoon } from '../jobs/read-soon.ts'
import type { Person } from '../person.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import type { GrantOrder } from './block-grant.ts'
import type { Grant } from './grant.ts'
import { assertVersion, changeGrant, getGrant } from './write-grant.ts'

type Needs = Pick<Deps, 'database' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'jobs' | 'wake'>

/** Ends a block: the grant shows what the last read says, and the tenant is read again. @throws UserError GRANT_NOT_BLOCKED, CARD_OUTDATED */
export async function unblockGrant(deps: Needs, order: GrantOrder): Promise<void> {
  await endBlock(deps, order, 'grant.unblock', () => {})
}

/** Takes a block back within the time of regret. @throws UserError UNDO_TOO_LATE, GRANT_NOT_BLOCKED, CARD_OUTDATED */
export async function undoBlock(deps: Needs, order: GrantOrder): Promise<void> {
  await endBlock(deps, order, 'grant.undoBlock', (blockedAt) => {
    if (deps.clock().getTime() > blockedAt.getTime() + deps.rules.undoMs) throw new UserError('UNDO_TOO_LATE')
  })
}

async function endBlock(
  deps: Needs,
  { tenantId, setId, version, by }: GrantOrder,
  action: string,
  assertAllowed: (blockedAt: Date) => void,
): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const grant = await getGrant(tx, tenantId, setId)
    assertAllowed(blockOf(grant).at)
    assertVersion(grant, version)
    const { blocked: _ended, ...memory } = grant.memory
    await changeGrant(deps, tx, await getRequirement(deps, tx, setId), grant, memory)
    const at = deps.clock()
    await append(tx, { at, actor: by, action, tenantId, setId, result: 'done' })
    await readSoon(deps.jobs, tx, tenantId, at)
  })
  deps.wake()
}

function blockOf(grant: Grant): { at: Date; by: Person } {
  if (!grant.memory.blocked) throw new UserError('GRANT_NOT_BLOCKED')
  return grant.memory.blocked
}
