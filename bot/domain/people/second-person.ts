import { type ErrorFacts, UserError } from '#platform/base/errors.ts'
import type { Person } from '#platform/base/person.ts'
import type { Clock } from '#platform/base/time.ts'
import type { Db, Tx } from '#platform/storage/database.ts'
import type { Tier } from '../catalog/permission-set.ts'
import { accepts, givesAccess, type OwnActKind, type RequestKind } from './act-kinds.ts'
import { insertOwnActs, listOwnActs } from './own-acts-store.ts'
import { windowMinutes, windowStart } from './own-acts-window.ts'
import { includesRole, type Role } from './role.ts'

/** Most distinct tenants that one person can change in `bulkWindowMs` without a second person. */
export const mostAlone = 10
/** Most tenants of one request. */
export const mostAtOnce = 200

/** A person who acts, with their roles. */
export interface Acting extends Person {
  roles: readonly Role[]
}

/** What the person did alone lately, and what it makes together with the act in question: numbers of distinct tenants. */
export interface OwnSum {
  /** The first of the acts that count. */
  since: Date
  before: number
  kinds: readonly { kind: OwnActKind; tenants: number }[]
  /** Tenants of the act in question. */
  now: number
  total: number
}

/**
 * `role`: needs an approver. `tierZero`, `error`, `many`, `closed`: needs a second person, even if an approver asks. `sum`: the act alone
 * would not be too many.
 */
export type ApprovalRule = { why: 'role' | 'tierZero' | 'error' | 'many' | 'closed'; sum?: OwnSum }

/** An act in question. */
interface AskedAct {
  kind: RequestKind
  by: Acting
  /** For `sync`: everything that would be read. */
  tenantIds: readonly string[] | { count: number }
  permissions?: readonly { tier: Tier }[]
  setId?: string | undefined
  /** Of an exception: it would hide an error, or what could not be read. */
  isError?: boolean
  /** It was counted when it began, and takes effect now: only its risk is asked again. */
  isCounted?: true
}

interface Needs {
  clock: Clock
  rules: { bulkSyncLimit: number; bulkWindowMs: number }
}

/**
 * Asserts that one person is enough for this act, in the transaction that carries it out: two acts of one person at the same
 * moment see each other.
 * @throws UserError APPROVAL_NEEDED
 */
export async function assertMayAlone(deps: Needs, tx: Tx, act: AskedAct): Promise<void> {
  const rule = await findApprovalRule(deps, tx, act)
  if (rule) throw new UserError('APPROVAL_NEEDED', factsOf(deps, rule, act))
}

/**
 * The rule that requires an approval; undefined if the person may act alone. Every action checks this, whatever the card
 * showed.
 */
export async function findApprovalRule(
  deps: Needs,
  db: Db,
  act: AskedAct,
): Promise<ApprovalRule | undefined> {
  const { kind, by, tenantIds, permissions = [], isCounted } = act
  const count = 'count' in tenantIds ? tenantIds.count : new Set(tenantIds).size
  const approves = includesRole(by.roles, 'approver')
  if (kind === 'sync') return approves || count <= deps.rules.bulkSyncLimit ? undefined : { why: 'many' }
  if (kind === 'open') return { why: 'closed' }
  if (kind === 'except') return findExceptionRule(act, approves)
  // A list that nobody knows is the worst case.
  const isTierZero = permissions.length === 0 || permissions.some(({ tier }) => tier === 0)
  const isRisky = accepts(kind) ? permissions.some(({ tier }) => tier === 0) : isTierZero
  if ((givesAccess(kind) || accepts(kind)) && isRisky) return { why: 'tierZero' }
  if (count > mostAlone) return { why: 'many' }
  if (!approves) return { why: 'role' }
  // Blocking must never wait for a second person because of what was done before.
  if (kind === 'block' || accepts(kind) || isCounted || 'count' in tenantIds) return undefined
  // A move counts as what it is: a block in its other tenants, and then a grant.
  const sum = await readSum(deps, db, by, tenantIds)
  return sum && sum.total > mostAlone ? { why: 'many', sum } : undefined
}

/** What an exception would hide decides, so a finding without permissions has no tier. */
function findExceptionRule(
  { permissions = [], isError }: AskedAct,
  approves: boolean,
): ApprovalRule | undefined {
  if (permissions.some(({ tier }) => tier === 0)) return { why: 'tierZero' }
  if (isError) return { why: 'error' }
  return approves ? undefined : { why: 'role' }
}

async function readSum(
  deps: Needs,
  db: Db,
  by: Person,
  tenantIds: readonly string[],
): Promise<OwnSum | undefined> {
  const acts = await listOwnActs(db, by, windowStart(deps))
  const [first] = acts
  if (!first) return undefined
  const count = (of: readonly { tenantId: string }[]) => new Set(of.map(({ tenantId }) => tenantId)).size
  const kinds = Map.groupBy(acts, ({ kind }) => kind)
  return {
    since: first.at,
    before: count(acts),
    kinds: [...kinds].map(([kind, of]) => ({ kind, tenants: count(of) })),
    now: new Set(tenantIds).size,
    total: count([...acts, ...tenantIds.map((tenantId) => ({ tenantId }))]),
  }
}

/** Counts what one person did alone, in the transaction of the act. Acts that a second person approved are not counted. */
export async function countOwnAct(
  deps: Needs,
  tx: Tx,
  {
    kind,
    by,
    at,
    setId,
    tenantIds,
  }: {
    kind: OwnActKind
    by: Person
    at: Date
    setId?: string
    tenantIds: readonly string[]
  },
): Promise<void> {
  const acts = tenantIds.map((tenantId) => ({ kind, tenantId, setId, at }))
  await insertOwnActs(tx, by, { acts, since: windowStart(deps) })
}

/** Also what was tried, so that the card can offer to request it. */
function factsOf(
  { rules }: Needs,
  { why, sum }: ApprovalRule,
  { kind, setId, tenantIds }: AskedAct,
): ErrorFacts {
  const tried = { kind, ...(setId && { setId }), ...('count' in tenantIds ? {} : { tenantIds }) }
  if (!sum) return { why, ...tried }
  return {
    ...tried,
    why,
    before: sum.before,
    total: sum.total,
    most: mostAlone,
    minutes: windowMinutes(rules),
  }
}
