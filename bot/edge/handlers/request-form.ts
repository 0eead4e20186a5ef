import { z } from 'zod'
import { requestKinds } from '#domain/people/act-kinds.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showRequestForm } from '../views/request-form-view.ts'
import { defineHandler } from './define.ts'
import { ownId, packedIds, page, setId } from './input.ts'

/** Asks for the reason of a request, after everything that it would bind. */
export const requestForm = defineHandler({
  verb: 'request.form',
  role: 'operator',
  reach: namedBy('tenants'),
  input: z.object({
    kind: z.enum(requestKinds),
    setId: setId.optional(),
    tenants: packedIds,
    until: z.iso.datetime().optional(),
    page,
    plan: ownId.optional(),
  }),

  async handle({ actor, input, deps }) {
    const { kind, setId: set, tenants: tenantIds, until, page, plan: planId } = input
    const order = { kind, tenantIds, ...(set && { setId: set }), ...(until !== undefined && { until }) }
    return toActor(await showRequestForm(deps, actor, { order, page, planId }))
  },
})
