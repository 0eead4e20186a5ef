import { scopeOf } from '#domain/people/scope.ts'
import { startSync } from '#domain/sync/start-sync.ts'
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

  async handle({ actor, turn, deps }) {
    const scope = scopeOf(actor, 'operator')
    const order = { kind: 'sync' as const, tenantIds: scope === 'all' ? [] : scope }
    const form = await findOrderCard(deps, actor, order)
    if (form) return toActor(form)
    const run = await startSync(deps, { by: actor, place: syncCardLocation(turn) })
    return answerWithSync(deps, run)
  },
})

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
