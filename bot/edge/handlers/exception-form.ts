import { z } from 'zod'
import { UserError } from '#platform/base/errors.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { placeOfAlert, placeOfException, showExceptionForm } from '../views/exception-form-view.ts'
import { defineHandler } from './define.ts'
import { alertId, guid, ownId, setId } from './input.ts'

const input = z.object({
  tenantId: guid.optional(),
  setId: setId.optional(),
  alertId: alertId.optional(),
  exceptionId: ownId.optional(),
})

/** Asks for reason, end, and owner of an exception, after what it would hide. */
export const exceptionForm = defineHandler({
  verb: 'exception.form',
  role: 'operator',
  reach: namedBy('tenantId', 'alertId', 'exceptionId'),
  input,

  async handle({ actor, input: { tenantId, setId: set, alertId: alert, exceptionId }, deps }) {
    if (exceptionId !== undefined)
      return toActor(await showExceptionForm(deps, actor, await placeOfException(deps, exceptionId)))
    if (alert !== undefined)
      return toActor(await showExceptionForm(deps, actor, await placeOfAlert(deps, alert)))
    if (tenantId === undefined) throw new UserError('INPUT_INVALID', { field: 'tenantId' })
    return toActor(await showExceptionForm(deps, actor, { tenantId, setId: set }))
  },
})
