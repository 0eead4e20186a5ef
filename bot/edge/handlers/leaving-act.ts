import { checkLeavingNow, followBlocked, stopLeaving } from '#domain/leaving/act-on-leaving.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showLeaving } from '../views/leaving-view.ts'
import { defineHandler } from './define.ts'
import { grantRef, leavingRef } from './input.ts'
import { ownCardOf } from './own-card.ts'

/** Reads what is left now. The card changes when it has been read. */
export const leavingCheck = defineHandler({
  verb: 'leaving.check',
  role: 'operator',
  reach: namedBy('leavingId'),
  input: leavingRef,

  async handle({ actor, input, deps }) {
    await checkLeavingNow(deps, { ...input, by: actor })
    const notice = { kind: 'info', code: 'LEAVING_BEING_READ', at: deps.clock() } as const
    return toActor(await showLeaving(deps, actor, { ...input, notice }))
  },
})

/** Ends the reading by a person's word. */
export const leavingStop = defineHandler({
  verb: 'leaving.stop',
  role: 'approver',
  reach: namedBy('leavingId'),
  input: leavingRef,

  async handle({ actor, input, deps }) {
    await stopLeaving(deps, { ...input, by: actor })
    return toActor(await showLeaving(deps, actor, input))
  },
})

/** A set was blocked for good: what it has left in Entra is read until it is gone. */
export const leavingFollow = defineHandler({
  verb: 'leaving.follow',
  role: 'operator',
  reach: namedBy('tenantId'),
  input: grantRef,

  async handle({ actor, input, turn, deps }) {
    const { id } = await followBlocked(deps, { ...input, by: actor, card: ownCardOf(turn) })
    return toActor(await showLeaving(deps, actor, { leavingId: id }))
  },
})
