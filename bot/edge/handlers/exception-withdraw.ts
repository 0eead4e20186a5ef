import { z } from 'zod'
import { withdrawException } from '#domain/exceptions/end-exception.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showExceptions } from '../views/exception-view.ts'
import { defineHandler } from './define.ts'
import { ownId, version } from './input.ts'

/** Ends an exception before its time. */
export const exceptionWithdraw = defineHandler({
  verb: 'exception.withdraw',
  protects: true,
  role: 'operator',
  reach: namedBy('exceptionId'),
  input: z.object({ exceptionId: ownId, v: version }),

  async handle({ actor, input: { exceptionId, v }, turn, deps }) {
    await withdrawException(deps, { exceptionId, version: v, by: actor })
    const notice = { kind: 'done', code: 'EXCEPTION_WITHDRAWN' } as const
    return toActor(await showExceptions(deps, { actor, turn }, { page: 1, notice }))
  },
})
