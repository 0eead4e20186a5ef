import type { TenantRead } from '#platform/microsoft/facts.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { isSettled } from '../status/is-settled.ts'
import { learnFromRead, viewOfSet } from '../status/learn-from-read.ts'
import type { Grant } from './grant.ts'
import { type JudgedGrant, judgeGrant } from './judge-grant.ts'

export interface LearnedTenant {
  /** What is to be written, in the order of the requirements. */
  judged: readonly JudgedGrant[]
  /** A loss was seen once; a second read at least a minute later must confirm it. */
  lossPending: boolean
  /** Nothing waits: the same facts, read again, would change nothing but the time. */
  settled: boolean
  /**
   * Every set that is required now was asked for and read: only then does the time of the read stand for all of them, as
   * the store takes it to when it says how new the facts of a set are.
   */
  complete: boolean
}

/** What one read of a tenant teaches of its grants. Pure but for the clock. */
export function learnTenant(
  deps: Pick<Deps, 'clock' | 'rules'>,
  {
    tenantId,
    grants,
    read,
    requirements,
  }: {
    tenantId: string
    grants: readonly Grant[]
    read: TenantRead
    requirements: readonly Requirement[]
  },
): LearnedTenant {
  const known = new Map(grants.map((grant) => [grant.setId, grant]))
  const judged: JudgedGrant[] = []
  let lossPending = false
  let settled = true
  const complete = isComplete(read, requirements)
  for (const requirement of requirements) {
    const old = known.get(requirement.setId)
    const view = viewOfSet(read, requirement.setId)
    if (!view) continue
    const memory = learnFromRead(old?.memory ?? {}, requirement, view)
    lossPending ||= memory.lossSeenAt !== undefined && memory.lossConfirmedAt === undefined
    settled &&= isSettled(memory)
    const each = judgeGrant(deps, { tenantId, requirement, old, memory, complete })
    if (each) judged.push(each)
  }
  return { judged, lossPending, settled: settled && complete, complete }
}

const isComplete = (read: TenantRead, requirements: readonly Requirement[]): boolean =>
  read.connection === 'ok' && requirements.every(({ setId }) => read.sets[setId]?.read)
