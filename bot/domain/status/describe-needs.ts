import { whoFor, whoMustAct } from '#platform/microsoft/outcomes.ts'
import { permissionKey } from '../catalog/permission-set.ts'
import type { Assessment } from './assessment.ts'
import type { Extra, Gap } from './compare-permissions.ts'
import { outcomeFacts } from './describe-trouble.ts'
import { hasDetector, resultOfSetting, settingState, whoSets } from './setting-state.ts'
import type { Finding } from './status.ts'

/** Names listed in a finding; `count` has the number of all. */
const namesShown = 20

/** The phase of a consent under way. */
export function describeConsent({ memory, signer }: Assessment): Finding[] {
  if (!memory.consent) return []
  const { phase, since } = memory.consent
  return phase === 'linkOut'
    ? [{ code: 'LINK_OUT', who: signer, since }]
    : [{ code: 'CONSENT_SPREADING', who: 'nobody', since }]
}

function describeAbsentApis(gaps: readonly Gap[]): Finding[] {
  const absent = gaps.filter((gap) => gap.apiAbsent && !isUnpublished(gap)).map((gap) => gap.permission)
  const groups = Map.groupBy(absent, (permission) => permission.resourceAppId.toLowerCase())
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([resourceAppId, permissions]) => ({
      code: 'RESOURCE_NOT_IN_TENANT',
      who: whoFor('resourceNotInTenant'),
      permissions: permissions.map(permissionKey),
      facts: { api: permissions[0]?.api ?? resourceAppId, resourceAppId },
    }))
}

/** APIs whose tokens are refused although everything is granted. They never change the status. */
export function describeDisabledApis({ facts, requirement }: Assessment): Finding[] {
  if (!facts?.disabledResources) return []
  const off = new Set(facts.disabledResources)
  const concerned = requirement.permissions.filter((each) => off.has(each.resourceAppId.toLowerCase()))
  return [...Map.groupBy(concerned, ({ resourceAppId }) => resourceAppId.toLowerCase())]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([resourceAppId, permissions]) => ({
      code: 'RESOURCE_DISABLED',
      who: whoFor('resourceDisabled'),
      permissions: permissions.map(permissionKey).toSorted(),
      facts: { api: permissions[0]?.api ?? resourceAppId, resourceAppId },
    }))
}

const isUnpublished = ({ permission }: Gap): boolean => permission.knowledge === 'unpublished'

/** The registration requests what nobody can grant, so every consent fails: only the publisher can act. */
function describeUnpublished(gaps: readonly Gap[]): Finding[] {
  const permissions = gaps.filter(isUnpublished).map(({ permission }) => permissionKey(permission))
  const who = whoFor('permissionNotPublished')
  return permissions.length > 0 ? [{ code: 'PERMISSION_NOT_PUBLISHED', who, permissions }] : []
}

/** Permissions that are missing but not lost, and APIs that the tenant does not have. */
export function describeGaps({ facts, gaps, lost, everVerified, signer }: Assessment): Finding[] {
  if (!facts || gaps.length === 0) return []
  const unpublished = describeUnpublished(gaps)
  if (unpublished.length > 0) return [...unpublished, ...describeAbsentApis(gaps)]
  const open = gaps
    .map((gap) => gap.permission)
    .filter((permission) => !lost.includes(permissionKey(permission)))
  if (open.length === 0) return describeAbsentApis(gaps)
  const never = facts.servicePrincipal ? 'PERMISSIONS_MISSING' : 'NOT_INSTALLED'
  const code = everVerified ? 'PERMISSIONS_NEW' : never
  const finding: Finding = { code, who: signer, permissions: open.map(permissionKey) }
  return [finding, ...describeAbsentApis(gaps)]
}

/** Missing settings, then unreadable ones. Only a missing one changes the status. */
export function describeSettings({ facts, requirement }: Assessment): Finding[] {
  if (!facts) return []
  const missing: Finding[] = []
  const unreadable: Finding[] = []
  for (const setting of requirement.settings.filter(hasDetector).toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const said = { setting: setting.id, name: setting.name }
    const state = settingState(setting, facts)
    const result = resultOfSetting(setting, facts)
    if (state === 'missing') {
      missing.push({ code: 'SETTING_MISSING', who: whoSets(setting), facts: said })
    }
    if (state === 'unreadable' && !result.read) {
      const all = { ...said, ...outcomeFacts(result.outcome) }
      unreadable.push({ code: 'SETTING_UNREADABLE', who: whoMustAct(result.outcome), facts: all })
    }
  }
  return [...missing, ...unreadable]
}

function describeExtraGroup(code: Finding['code'], extras: readonly Extra[]): Finding[] {
  if (extras.length === 0) return []
  const names = extras.slice(0, namesShown).map((extra) => extra.name)
  const tierZero = extras.filter(({ tier }) => tier === 0).length
  return [
    {
      code,
      who: 'cloudApplicationAdministrator',
      permissions: extras.flatMap((extra) => (extra.key ? [extra.key] : [])),
      facts: {
        count: String(extras.length),
        ...(tierZero > 0 && { tierZero: String(tierZero) }),
        names: names.join(', '),
      },
    },
  ]
}

/**
 * Granted by nothing that is known here, required or not, worst tier first. It never changes the status. `after`: only what was
 * first seen later.
 */
export function describeUnexplained({ unexplained: all, memory }: Assessment, after?: Date): Finding[] {
  const known = new Set(memory.unexplained?.flatMap(({ id, since }) => (after && since <= after ? [id] : [])))
  const unexplained = all.filter(({ id }) => !known.has(id))
  const [worst] = unexplained
  if (!worst) return []
  const ids = unexplained.map(({ id }) => id)
  const seen = memory.unexplained?.filter(({ id }) => ids.includes(id)).map(({ since }) => since.getTime())
  const [finding] = describeExtraGroup('GRANTS_UNEXPLAINED', unexplained)
  // Two of them without a known name can have the same words.
  const facts = { ...finding?.facts, tier: String(worst.tier), ids: ids.join('\n') }
  return finding ? [{ ...finding, ...(seen && { since: new Date(Math.min(...seen)) }), facts }] : []
}

/** Grants that are not required, privileged ones first in a finding of their own. They never change the status. */
export function describeExtras({ extras, requirement }: Assessment): Finding[] {
  // Compared with an unreadable requirement, everything would be an extra.
  if (requirement.permissions.length === 0) return []
  const privileged = extras.filter((extra) => extra.privileged)
  const others = extras.filter((extra) => !extra.privileged)
  return [
    ...describeExtraGroup('EXTRA_PRIVILEGED_PERMISSIONS', privileged),
    ...describeExtraGroup('EXTRA_PERMISSIONS', others),
  ]
}

/** The grants that remain in the tenant after a block, as of the last complete read. */
export function describeRemaining({ facts, requirement, gaps }: Assessment): Finding[] {
  if (!facts?.servicePrincipal) return []
  const missing = new Set(gaps.map((gap) => permissionKey(gap.permission)))
  const keys = [...new Set(requirement.permissions.map(permissionKey))].toSorted()
  const permissions = keys.filter((key) => !missing.has(key))
  const any = facts.appRoles.length > 0 || facts.scopes.length > 0
  return any ? [{ code: 'GRANTS_REMAIN_IN_ENTRA', who: 'cloudApplicationAdministrator', permissions }] : []
}
