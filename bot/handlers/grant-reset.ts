import { resetGrant } from '../grants/reset-grant.ts'
import { actOnGrant, currentVersion } from './answer-with-tenant.ts'
import { defineHandler, defineWord } from './define.ts'
import { readSetInTenant, versionedGrant } from './input.ts'

/** Forgets an error and what hangs on it, and reads the tenant afresh. */
export const grantReset = defineHandler({
  verb: 'grant.reset',
  role: 'approver',
  input: versionedGrant,

  async handle({ actor, input: { tenantId, setId, v }, turn, deps }) {
    const work = () => resetGrant(deps, { tenantId, setId, version: v, by: actor })
    return actOnGrant(deps, { actor, turn, tenantId, setId }, { work, outcome: 'RESET' })
  },
})

const usage = 'reset <set> in <tenant>'

export const resetCommand = defineWord({
  word: 'reset',
  usage,
  role: 'approver',
  read: async (args, deps, actor) => currentVersion(deps, await readSetInTenant(deps, args, usage, actor)),
  action: grantReset,
})
