import { scopeOf } from '#domain/people/scope.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showLeaving, showLeavings } from '../views/leaving-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { leavingRef, nothing } from './input.ts'

/** What is left in Entra of one removed tenant or blocked set. */
export const leavingShow = defineHandler({
  verb: 'leaving.show',
  role: 'viewer',
  reach: namedBy('leavingId'),
  input: leavingRef,

  async handle({ actor, input, deps }) {
    return toActor(await showLeaving(deps, actor, input))
  },
})

/** All of them, open ones first. */
export const leavingList = defineHandler({
  verb: 'leaving.list',
  role: 'viewer',
  reach: 'ownTenants',
  input: nothing,

  async handle({ actor, deps }) {
    return toActor(await showLeavings(deps, scopeOf(actor, 'viewer')))
  },
})

export const leavingCommand = defineWord({
  word: 'leaving',
  said: ['what is left', "what's left", 'left in entra', 'what is left in entra', 'removed tenants'],
  action: leavingList,
})
