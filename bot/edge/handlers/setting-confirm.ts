import { z } from 'zod'
import { confirmSetting, withdrawConfirmation } from '#domain/grants/confirm-setting.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showDetails } from '../views/details-view.ts'
import { defineHandler } from './define.ts'
import { setId as catalogId, versionedGrant } from './input.ts'

/** A person says of a setting that no API shows that it is in place, or takes that back. */
export const settingConfirm = defineHandler({
  verb: 'setting.confirm',
  role: 'approver',
  reach: namedBy('tenantId'),
  input: versionedGrant.extend({ setting: catalogId, holds: z.boolean() }),

  async handle({ actor, input, turn, deps }) {
    const { tenantId, setId, setting, v: version, holds } = input
    const order = { tenantId, setId, setting, version, by: actor }
    const show = async (notice: Notice) =>
      toEveryone(await showDetails(deps, { actor, turn }, { tenantId, setId, notice }))
    try {
      await (holds ? confirmSetting(deps, order) : withdrawConfirmation(deps, order))
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'CARD_OUTDATED') throw error
      return show({ kind: 'info', code: 'CARD_OUTDATED' })
    }
    const name = getSet(deps, setId).settings.find(({ id }) => id === setting)?.name ?? ''
    const code = holds ? 'SETTING_CONFIRMED' : 'CONFIRMATION_WITHDRAWN'
    return show({ kind: 'done', code, facts: { setting: name }, by: { name: actor.name }, at: deps.clock() })
  },
})
