import { z } from 'zod'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showTenant } from '../views/tenant-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, page, readNamedTenant, whole } from './input.ts'

/** Every set of one tenant. */
export const tenantShow = defineHandler({
  verb: 'tenant.show',
  role: 'viewer',
  reach: namedBy('tenantId'),
  input: z.object({ tenantId: guid, page }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showTenant(deps, { actor, turn }, input))
  },
})

const usage = 'status <tenant>'

export const statusCommand = defineWord({
  word: 'status',
  usage,
  read: async (args, deps, actor) => ({
    tenantId: (await readNamedTenant(deps, whole(args), usage, actor)).id,
  }),
  action: tenantShow,
})
