import { z } from 'zod'
import { confirmBaseline } from '#domain/requests/confirm-baseline-alone.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import type { Notice } from '../../../cards/notice.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showBaseline } from '../views/baseline-view.ts'
import { defineHandler } from './define.ts'
import { guid } from './input.ts'

/** Confirms what the first read of a tenant found. A click on an outdated card only shows the current one. */
export const baselineConfirm = defineHandler({
  verb: 'baseline.confirm',
  role: 'approver',
  reach: namedBy('tenantId'),
  input: z.object({ tenantId: guid, v: z.string().max(64) }),

  async handle({ actor, input: { tenantId, v }, deps }) {
    const { displayName: tenant } = await getTenant(deps.database.db, tenantId)
    let notice: Notice = {
      kind: 'done',
      code: 'BASELINE_CONFIRMED',
      facts: { tenant },
      by: { name: actor.name },
      at: deps.clock(),
    }
    try {
      await confirmBaseline(deps, { tenantId, seen: v, by: actor })
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'CARD_OUTDATED') throw error
      notice = { kind: 'info', code: 'CARD_OUTDATED' }
    }
    return toActor(await showBaseline(deps, actor, { tenantId, notice }))
  },
})
