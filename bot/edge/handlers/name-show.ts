import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { readAnything } from '../teams/grammar/read-anything.ts'
import { showDetails } from '../views/details-view.ts'
import { showSet } from '../views/set-view.ts'
import { showTenant } from '../views/tenant-view.ts'
import { showWhy } from '../views/why-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'
import { typedLine } from './typed-text.ts'

/** Shows what a line names: a tenant, a set, a set in a tenant, or a permission. */
export const nameShow = defineHandler({
  verb: 'name.show',
  role: 'viewer',
  reach: namedOr('nothing', 'tenantId'),
  input: z.object({ tenantId: guid.optional(), setId: setId.optional(), text: typedLine(400) }),

  async handle({ actor, input: { tenantId, setId, text }, turn, deps }) {
    const viewer = { actor, turn }
    if (tenantId !== undefined && setId !== undefined)
      return toEveryone(await showDetails(deps, viewer, { tenantId, setId, page: 1 }))
    if (tenantId !== undefined) return toEveryone(await showTenant(deps, viewer, { tenantId }))
    if (setId !== undefined) return toEveryone(await showSet(deps, { setId }))
    return toEveryone(showWhy(deps, text))
  },
})

export const showCommand = defineWord({
  word: 'show',
  usage: 'show <tenant, set, or permission>',
  examples: ['show Contoso'],
  readsNames: true,
  read: (args, deps, actor, { addressed }) => readAnything({ args, deps, actor }, addressed),
  action: nameShow,
})
