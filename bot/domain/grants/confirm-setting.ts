import { UserError } from '#platform/base/errors.ts'
import { type Person, plainPerson } from '#platform/base/person.ts'
import { append } from '../audit/audit-store.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import type { Deps } from '../deps.ts'
import { assertStillMay } from '../people/assert-may.ts'
import { getRequirement } from '../requirements/current-requirements.ts'
import { type ByHandSetting, byHandState, withConfirmation } from '../status/by-hand.ts'
import type { GrantMemory } from '../status/memory.ts'
import { assertVersion, changeGrant, getGrant, statusDetail } from './change-grant.ts'

type Needs = Pick<Deps, 'database' | 'people' | 'clock' | 'rules' | 'catalog' | 'clientIds' | 'react'>

interface SettingOrder {
  tenantId: string
  setId: string
  /** ID of the setting. */
  setting: string
  /** Version of the grant on the card the person saw. */
  version: number
  by: Person
}

/**
 * Notes that a person looked at a setting that no API shows and found it in place. It lasts as long as the catalog says, and
 * never changes a status: that is what was read.
 * @throws UserError CARD_OUTDATED, TENANT_NOT_CONNECTED, and as `assertStillMay`
 */
export const confirmSetting = (deps: Needs, order: SettingOrder): Promise<void> =>
  changeConfirmation(deps, order, 'setting.confirm', (memory, { clientId }) =>
    withConfirmation(memory, {
      setting: order.setting,
      at: deps.clock(),
      by: plainPerson(order.by),
      clientId: clientId.toLowerCase(),
    }),
  )

/** Takes a confirmation back, so that it is asked for again at once. @throws UserError as {@link confirmSetting} */
export const withdrawConfirmation = (deps: Needs, order: SettingOrder): Promise<void> =>
  changeConfirmation(deps, order, 'setting.withdraw', ({ confirmations = [] }) =>
    confirmations.filter(({ setting }) => setting !== order.setting),
  )

async function changeConfirmation(
  deps: Needs,
  { tenantId, setId, setting: id, version, by }: SettingOrder,
  action: 'setting.confirm' | 'setting.withdraw',
  confirmationsOf: (memory: GrantMemory, requirement: Requirement) => GrantMemory['confirmations'],
): Promise<void> {
  await assertStillMay(deps, by, 'approver', [tenantId])
  await deps.database.transaction(async (tx) => {
    const at = deps.clock()
    const grant = await getGrant(tx, tenantId, setId)
    assertVersion(grant, version)
    const requirement = await getRequirement(deps, tx, setId)
    const setting = askedFor(requirement, grant.memory, { id, now: at })
    const confirmations = confirmationsOf(grant.memory, requirement) ?? []
    const memory = { ...grant.memory, confirmations }
    const change = await changeGrant(deps, tx, requirement, grant, memory)
    const said = byHandState(setting, { requirement, memory, now: at })
    const until = said.state === 'confirmed' ? { until: said.askedAgainAt.toISOString() } : {}
    const detail = { ...statusDetail(change), setting: id, clientId: requirement.clientId, ...until }
    await append(tx, { at, actor: plainPerson(by), action, tenantId, setId, result: 'done', detail })
  })
}

/** @throws UserError CARD_OUTDATED if the catalog no longer asks for it */
function askedFor(
  requirement: Requirement,
  memory: GrantMemory,
  { id, now }: { id: string; now: Date },
): ByHandSetting {
  const setting = requirement.settings.find((each) => each.id === id)
  if (setting?.kind !== 'byHand') throw new UserError('CARD_OUTDATED')
  if (byHandState(setting, { requirement, memory, now }).state === 'over')
    throw new UserError('CARD_OUTDATED')
  return setting
}
