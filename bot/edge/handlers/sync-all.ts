import { scopeOf } from '#domain/people/scope.ts'
import { startSync } from '#domain/sync/start-sync.ts'
import type { Actor } from '../teams/actions/actor.ts'
import { toActor } from '../teams/actions/answer.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { answerWithSync, syncCardLocation } from './answer-with-sync.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing } from './input.ts'

/** Reads all tenants now, with one progress card. */
export const syncAll = defineHandler({
  verb: 'sync.all',
  role: 'operator',
  reach: 'ownTenants',
  input: nothing,

  leadsTo: async ({ actor, input }) => ({ verb: 'sync.all', input, order: orderOf(actor) }),

  async handle({ actor, turn, deps }) {
    const form = await findOrderCard(deps, actor, orderOf(actor))
    if (form) return toActor(form)
    const run = await startSync(deps, { by: actor, place: syncCardLocation(turn) })
    return answerWithSync(deps, run)
  },
})

function orderOf(actor: Actor) {
  const scope = scopeOf(actor, 'operator')
  return { kind: 'sync' as const, tenantIds: scope === 'all' ? [] : scope }
}

const verbs = ['sync', 'resync', 're-sync', 'synchronize', 'synchronise', 'refresh']
const all = [
  'all',
  'everything',
  'all tenants',
  'all the tenants',
  'all of the tenants',
  'every tenant',
  'all customers',
  'all of them',
]

export const syncAllCommand = defineWord({
  word: 'sync all',
  said: verbs
    .flatMap((verb) => all.map((what) => `${verb} ${what}`))
    .filter((phrase) => phrase !== 'sync all'),
  actsAtOnce: true,
  action: syncAll,
})
