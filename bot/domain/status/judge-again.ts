import { shortHash } from '#platform/base/short-hash.ts'
import { hours } from '#platform/base/time.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { dayStart } from '../catalog/retirement.ts'
import type { StatusInput } from './assessment.ts'
import { findGaps } from './compare-permissions.ts'
import { keysOfRequired } from './granted-ids.ts'
import type { Judged } from './judged.ts'
import type { GrantMemory } from './memory.ts'
import type { Evaluation } from './status.ts'

/** Undefined if judging again later can differ in more ways than `stillHolds` asks about: then cards judge the memory. */
export function judgedOf(
  { requirement, memory, now, program }: Pick<StatusInput, 'requirement' | 'memory' | 'now'> & Program,
  evaluation: Evaluation,
): Judged | undefined {
  const { facts, consent, failure } = memory
  if (!facts || hasMore(memory) || movesWithRead(memory, evaluation)) return undefined
  const required = requirement.permissions
  const objectId = facts.value.servicePrincipal?.id
  return {
    by: evaluatorOf(program, requirement),
    readAt: facts.at.getTime(),
    ...windowOf(requirement, memory, now),
    granted: required.length - findGaps(required, facts.value).length,
    ...(objectId !== undefined && { objectId }),
    ...(consent && { consentId: consent.consentId }),
    ...(failure && { failed: true }),
  }
}

/** Whether judging now, by this list, after a complete read at `readAt`, gives what is stored. */
export function stillHolds(
  { by, from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY }: Judged,
  given: Pick<StatusInput, 'requirement' | 'now' | 'maxAgeMs'> & Program & { readAt: Date },
): boolean {
  const { requirement, now, maxAgeMs, program, readAt } = given
  const time = now.getTime()
  const isOld = (at: Date | undefined): boolean => at !== undefined && time - at.getTime() > maxAgeMs
  if (isOld(readAt) || isOld(requirement.readAt) || time < from || time >= until) return false
  return by === evaluatorOf(program, requirement)
}

/** The same except for the time of the read, which is stored with the tenant. */
export function isJudgedAlike(one: Judged | undefined, other: Judged | undefined): boolean {
  const rest = (judged: Judged | undefined) => judged && JSON.stringify({ ...judged, readAt: 0 })
  return rest(one) === rest(other)
}

/**
 * Raised with every change of what `evaluateStatus` says of the same memory: the version of the program is the same in all builds
 * until a release, and what an earlier one judged would stand for a tenant as long as its reads find the same.
 */
export const evaluationVersion = 1

interface Program {
  /** Its version: another one may judge the same otherwise. */
  program: string
}

/** A block, access for a time, and trouble with reading. */
const hasMore = ({ blocked, open, readFailure, connectionLost }: GrantMemory): boolean =>
  (blocked ?? open ?? readFailure ?? connectionLost) !== undefined

/** Whether a finding can name the time of the last read, or says that something is too old, which a read ends. */
function movesWithRead({ verified }: GrantMemory, { findings }: Evaluation): boolean {
  return findings.some(({ code }) => {
    if (code === 'ALL_GRANTED') return verified === undefined
    return code === 'LOSS_UNCONFIRMED' || code === 'READ_TOO_OLD' || code === 'REQUIREMENT_TOO_OLD'
  })
}

const evaluators = new WeakMap<Requirement, { program: string; key: string }>()

/** By all of a list but its order, where it comes from, and when it was read, which the clock judges. */
function evaluatorOf(program: string, requirement: Requirement): string {
  const known = evaluators.get(requirement)
  if (known && known.program === program) return known.key
  const { setId, clientId, version, permissions, settings, openForMs, formerClientIds } = requirement
  const sorted = keysOfRequired(permissions).sorted.map(({ permission }) => permission)
  const all = [
    program,
    evaluationVersion,
    setId,
    clientId,
    version,
    sorted,
    settings,
    openForMs,
    formerClientIds,
  ]
  const key = shortHash(JSON.stringify(all))
  evaluators.set(requirement, { program, key })
  return key
}

/** Between the moments at which the clock alone changes a finding: days of the catalog, and confirmations that run out. */
function windowOf(
  { permissions, settings }: Requirement,
  { confirmations = [] }: GrantMemory,
  now: Date,
): Pick<Judged, 'from' | 'until'> {
  const window: Pick<Judged, 'from' | 'until'> = {}
  const cut = (at: number): void => {
    if (at <= now.getTime()) window.from = Math.max(window.from ?? at, at)
    else window.until = Math.min(window.until ?? at, at)
  }
  const cutDay = (day: string | undefined): void => {
    if (day !== undefined) cut(dayStart(day).getTime())
  }
  for (const { retires } of permissions) {
    cutDay(retires?.date)
    cutDay(retires?.alsoNeeds?.from)
  }
  for (const setting of settings) {
    if (setting.kind !== 'byHand') continue
    cutDay(setting.until)
    for (const { at } of confirmations) cut(at.getTime() + hours(24 * setting.askAgainDays))
  }
  return window
}
