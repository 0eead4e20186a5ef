import type { Effect } from '../world/effects.ts'
import type { Directory, Tenant, World } from '../world/types.ts'
import type { RequestIds } from './answer.ts'
import type { Caller } from './caller.ts'
import type { PageFacts } from './paging.ts'
import type { Clause, Target } from './query.ts'

/** One read inside one tenant, under one token. */
export interface Read {
  world: World
  tenant: Tenant
  directory: Directory
  caller: Caller
  ids: RequestIds
  origin: string
  effects: readonly Effect[]
  target: Target
  /** Of a POST. */
  body?: unknown
}

/** Does the address name one object and not a list? */
export const isSingle = ({ steps }: Target): boolean => steps[0]?.key !== undefined || steps[1] !== undefined

/** The id the address names. */
export const askedFor = ({ steps }: Target): string => steps[0]?.key?.value ?? steps[1]?.name ?? ''

export function pageFacts(read: Read): PageFacts {
  const { world, ids, origin, effects } = read
  const { pageSize, maxPageSize = 999 } = world.settings
  return { origin, ids, nowMs: world.clock.nowMs(), pageSize, maxPageSize, effects }
}

/** Does an item with these values pass every clause? Text is compared without case, as Graph does. */
export function fits(filter: readonly Clause[], values: Readonly<Record<string, string>>): boolean {
  return filter.every((clause) => {
    const value = Object.hasOwn(values, clause.field) ? values[clause.field]?.toLowerCase() : undefined
    if (value === undefined) return false
    if (clause.operator === 'in') return clause.values.some((one) => one.toLowerCase() === value)
    return compare(clause.operator, value, clause.value.toLowerCase())
  })
}

function compare(operator: 'eq' | 'ge' | 'le' | 'gt' | 'lt', value: string, bound: string): boolean {
  if (operator === 'eq') return value === bound
  const [left, right] = [Date.parse(value), Date.parse(bound)]
  if (operator === 'ge') return left >= right
  if (operator === 'le') return left <= right
  return operator === 'gt' ? left > right : left < right
}
