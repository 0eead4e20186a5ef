import { unblockGrant } from '../grants/unblock-grant.ts'
import { actOnGrant, currentVersion } from './answer-with-tenant.ts'
import { defineHandler, defineWord } from './define.ts'
import { readSetInTenant, versionedGrant } from './input.ts'

/** Ends a block; the set shows again what the last read says. */
export const grantUnblock = defineHandler({
  verb: 'grant.unblock',
  role: 'approver',
  input: versionedGrant,

  async handle({ actor, input: { tenantId, setId, v }, turn, deps }) {
    const work = () => unblockGrant(deps, { tenantId, setId, version: v, by: actor })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'UNBLOCKED' })
  },
})

const usage = 'unblock <set> in <tenant>'

export const unblockCommand = defineWord({
  word: 'unblock',
  usage,
  role: 'approver',
  read: async (args, deps, actor) => currentVersion(deps, await readSetInTenant(deps, args, usage, actor)),
  action: grantUnblock,
})
