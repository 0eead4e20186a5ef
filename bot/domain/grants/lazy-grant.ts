import type { Selectable } from 'kysely'
import type { Schema } from '#platform/storage/schema.ts'
import type { Judged } from '../status/judged.ts'
import type { Block, GrantMemory } from '../status/memory.ts'
import type { Evaluation } from '../status/status.ts'
import type { Grant } from './grant.ts'
import {
  evaluationFromJson,
  evaluationToJson,
  judgedFromJson,
  lazyMemoryFromJson,
  withoutJudged,
} from './grant-json.ts'
import { columnsFromRow, confirmedAt } from './grants-store.ts'

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
    ...columnsFromRow(row),
    ...(rest?.lastKnown && { lastKnown: rest.lastKnown }),
    get findings() {
      rest ??= evaluationFromJson(text)
      return rest.findings
    },
    get memory() {
      memory ??= {
        ...confirmedAt(checkedAt, lazyMemoryFromJson(row.memory_json)),
        ...(block && { blocked: block }),
      }
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
