import { enterpriseAppLink } from '#domain/directory/deep-links.ts'
import { findGrant } from '#domain/grants/grants-store.ts'
import { getSet } from '#domain/requirements/current-requirements.ts'
import { standingBlock } from '#domain/status/closure.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { minutes } from '#platform/base/time.ts'
import { blockConfirmCard } from '../../../cards/block-confirm.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { leadOfOrder } from '../views/lead-of.ts'
import { consequencesOf, setRef, tenantRef } from '../views/refs.ts'
import { findOrderCard } from '../views/request-form-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { grantRef, more, orderInSome, setInSome } from './input.ts'

/** Shows what blocking a set stops, before it is done. */
export const grantBlock = defineHandler({
  verb: 'grant.block',
  protects: true,
  role: 'operator',
  reach: namedBy('tenantId', 'more'),
  input: grantRef.extend({ more }),
  leadsTo: ({ input, deps }) => leadOfOrder(deps, orderInSome('block', input)),

  async handle({ actor, input, deps }) {
    const { tenantId, setId } = input
    const form = await findOrderCard(deps, actor, orderInSome('block', input))
    if (form) return toActor(form)
    const tenant = await getTenant(deps.database.db, tenantId)
    const set = getSet(deps, setId)
    const grant = await findGrant(deps.database.db, tenantId, setId)
    if (!grant) throw new UserError('TENANT_NOT_CONNECTED', { tenant: tenant.displayName })
    const blocked = standingBlock(grant.memory)
    if (blocked) throw new UserError('GRANT_BLOCKED', { by: blocked.by.name })
    const facts = grant.memory.facts?.value
    const objectId = facts?.servicePrincipal?.id
    return toActor(
      blockConfirmCard({
        now: deps.clock(),
        tenant: tenantRef(tenant),
        set: setRef(set),
        version: grant.version,
        consequences: consequencesOf(deps.catalog, set),
        undoMinutes: deps.rules.undoMs / minutes(1),
        grantsInEntra: facts && facts.appRoles.length + facts.scopes.length,
        entraUrl:
          objectId &&
          enterpriseAppLink(deps.rules.cloud, { tenantId, objectId, appId: deps.clientIds[setId] ?? '' }),
      }),
    )
  },
})

export const blockCommand = defineWord({
  word: 'block',
  said: ['block permissions', 'block permission', 'block access', 'block consent', 'suspend', 'lock'],
  almost: ['revoke', 'withdraw', 'stop', 'disable', 'ban'],
  usage: 'block <set> in <tenant>[, <tenant>…]',
  form: { set: 'needed', tenants: 'several', until: 'asked' },
  input: setInSome,
  action: grantBlock,
})
