import { type Permission, permissionKey, type Retirement } from '../catalog/permission-set.ts'
import { phaseOf, type RetirementPhase } from '../catalog/retirement.ts'
import type { Assessment } from './assessment.ts'
import { byHandState } from './by-hand.ts'
import { keysOfRequired } from './granted-ids.ts'
import type { Finding } from './status.ts'

/*
 * What a grant is worth. None of it changes the status, which is what was read: Entra shows a permission as granted also
 * when nothing answers to it any more.
 */

const endings = {
  ending: { code: 'API_ENDING', who: 'publisher' },
  limited: { code: 'API_LIMITED', who: 'serviceAdministrator' },
  ended: { code: 'API_ENDED', who: 'publisher' },
} as const satisfies Record<RetirementPhase, Pick<Finding, 'code' | 'who'>>

/** The worst first. */
const order: readonly RetirementPhase[] = ['ended', 'limited', 'ending']

/** Permissions that are granted and whose API ends, one finding for each end. */
export function describeRetirements({ facts, requirement, gaps }: Assessment, now: Date): Finding[] {
  const { sorted } = keysOfRequired(requirement.permissions)
  const ends = sorted.filter(({ permission }) => permission.retires)
  // Most sets have none, and this runs for every set in every read.
  if (!facts?.servicePrincipal || ends.length === 0) return []
  const missing = new Set(gaps.map(({ permission }) => permissionKey(permission)))
  const granted = ends.flatMap(({ key, permission }) => (missing.has(key) ? [] : [permission]))
  const groups = [...Map.groupBy(granted, ({ retires }) => JSON.stringify(retires)).values()]
  const found = groups.flatMap((same) => describeEnd(same, now))
  return order.flatMap((phase) => found.filter(({ code }) => code === endings[phase].code))
}

function describeEnd(permissions: readonly Permission[], now: Date): Finding[] {
  const retires = permissions[0]?.retires
  if (!retires) return []
  const keys = permissions.map(permissionKey).toSorted()
  return [{ ...endings[phaseOf(retires, now)], permissions: keys, facts: endFacts(retires) }]
}

function endFacts({ date, what, replacement, alsoNeeds }: Retirement): Record<string, string> {
  return {
    date,
    what,
    ...(replacement && { replacement }),
    ...(alsoNeeds && { alsoNeeds: alsoNeeds.what, ...(alsoNeeds.from && { from: alsoNeeds.from }) }),
  }
}

/** Settings that no API shows and nobody has confirmed lately; not before the set was granted, when nobody can look. */
export function describeUnconfirmed(assessment: Assessment, now: Date): Finding[] {
  const { facts, requirement, memory, gaps, everVerified } = assessment
  if (!facts?.servicePrincipal || (gaps.length > 0 && !everVerified)) return []
  return requirement.settings.flatMap((setting): Finding[] => {
    if (setting.kind !== 'byHand') return []
    const said = byHandState(setting, { requirement, memory, now })
    if (said.state !== 'unconfirmed') return []
    const facts = { setting: setting.id, name: setting.name, ...(said.last && { by: said.last.by.name }) }
    const since = said.last && { since: said.last.ranOutAt }
    return [{ code: 'SETTING_UNCONFIRMED', who: 'approver', ...since, facts }]
  })
}
