import type { Who } from '#platform/microsoft/outcome.ts'
import { isOfTenant } from '../status/acceptable.ts'
import type { FindingCode, Status } from '../status/status.ts'
import type { WaitingSet } from './waiting-store.ts'

/** What waits for the same person to do the same thing. */
export interface GroupKey {
  who: string
  /** Absent: the stored rows are damaged. */
  code?: string | undefined
  /** Absent: about the whole tenant. */
  setId?: string | undefined
}

export interface WaitingGroup extends GroupKey {
  who: Who
  code?: FindingCode | undefined
  status: Status
  /** Of the setting that all of them lack; absent if it isn't about one, or about several. */
  setting?: string | undefined
  /** Each once, the worst first. */
  tenants: readonly { id: string; name: string }[]
}

/** By next action and person, in the order of the worst tenant of each. What is about a whole tenant counts once for all its sets. */
export function groupWaiting(rows: readonly WaitingSet[]): WaitingGroup[] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify(keyOf(row)))
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (!first) return []
    const tenants = new Map(members.map(({ tenantId: id, name }) => [id, { id, name }]))
    const [setting, ...others] = new Set(members.map(({ finding }) => finding?.facts?.name))
    return [
      {
        ...keyOf(first),
        status: first.status,
        ...(setting && others.length === 0 ? { setting } : {}),
        tenants: [...tenants.values()],
      },
    ]
  })
}

/** The group with this key, as it is now. */
export const findGroup = (
  rows: readonly WaitingSet[],
  { who, code, setId }: GroupKey,
): WaitingGroup | undefined =>
  groupWaiting(rows).find((group) => group.who === who && group.code === code && group.setId === setId)

function keyOf({ state, finding, setId }: WaitingSet): Pick<WaitingGroup, 'who' | 'code' | 'setId'> {
  if (!finding) return { who: 'operator' }
  const { who, code } = finding
  if (state === 'lost') return { who, code: 'CONNECTION_LOST' }
  return isOfTenant(code) ? { who, code } : { who, code, setId }
}
