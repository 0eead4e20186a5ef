import type { Selectable } from 'kysely'
import type { Schema } from '#platform/storage/schema.ts'
import type { Judged } from '../status/judged.ts'
import type { Block, GrantMemory } from '../status/memory.ts'
import type { Evaluation, Status } from '../status/status.ts'
import type { Grant } from './grant.ts'
import {
  evaluationFromJson,
  evaluationToJson,
  factsAt,
  judgedFromJson,
  lazyMemoryFromJson,
  withoutJudged,
} from './grant-json.ts'

/** What the tenant and its blocks add to a row. */
interface Surroundings {
  /** When the tenant was last read completely: the facts are as recent as that. */
  checkedAt: Date | undefined
  block: Block | undefined
}

/** Of the findings. */
const storedText = Symbol('stored text')

interface LazyGrant extends Grant {
  [storedText]: string
}

/**
 * A stored grant of which only that is parsed what somebody asks for. In a round, most of it is only compared with what was
 * read, as text.
 */
export function lazyGrantFromRow(
  row: Selectable<Schema['grants']>,
  { checkedAt, block }: Surroundings,
): LazyGrant {
  const text = withoutJudged(row.evaluation_json)
  let memory: GrantMemory | undefined
  let rest = text.includes(lastKnownKey) ? evaluationFromJson(text) : undefined
  const grant: LazyGrant = {
    tenantId: row.tenant_id,
    setId: row.set_id,
    version: row.version,
    status: row.status as Status,
    statusSince: new Date(row.status_since),
    usable: row.usable === 1,
    ...(row.excepted === 1 && { excepted: true as const }),
    ...(row.usable_since !== null && { usableSince: new Date(row.usable_since) }),
    ...(rest?.lastKnown && { lastKnown: rest.lastKnown }),
    get findings() {
      rest ??= evaluationFromJson(text)
      return rest.findings
    },
    get memory() {
      memory ??= withSurroundings(lazyMemoryFromJson(row.memory_json), { checkedAt, block })
      return memory
    },
    [storedText]: text,
  }
  if (text !== row.evaluation_json) addJudged(grant, row.evaluation_json)
  return grant
}

/** Absent rather than undefined where there is none. */
function addJudged(grant: Grant, text: string): void {
  let judged: Judged | undefined
  const get = () => {
    judged ??= judgedFromJson(text)
    return judged
  }
  Object.defineProperty(grant, 'judged', { get, enumerable: true })
}

/** Rare, and absent rather than undefined. */
const lastKnownKey = '"lastKnown":'

/** Whether both have the same findings. Parsed only if their texts differ, as those of two versions can. */
export function haveSameFindings(stored: Grant | LazyGrant, next: Evaluation): boolean {
  const text = evaluationToJson(next)
  return (storedText in stored && stored[storedText] === text) || evaluationToJson(stored) === text
}

function withSurroundings(memory: GrantMemory, { checkedAt, block }: Surroundings): GrantMemory {
  const { facts } = memory
  const isConfirmed = facts !== undefined && checkedAt !== undefined && checkedAt > facts.at
  return {
    ...memory,
    ...(isConfirmed && { facts: factsAt(checkedAt, facts) }),
    ...(block && { blocked: block }),
  }
}
