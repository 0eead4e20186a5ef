import { z } from 'zod'
import { connectTenant } from '#domain/consent/connect-tenant.ts'
import { UserError } from '#platform/base/errors.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'
import { tenantAddCard } from '../../../cards/tenant-add.ts'
import { toActor, toEveryone } from '../teams/actions/answer.ts'
import { showTenant } from '../views/tenant-view.ts'
import { answerWithConsent, cardLocation } from './answer-with-consent.ts'
import { defineHandler, defineWord } from './define.ts'
import { typedLine } from './typed-text.ts'

/** Of a portal or of a sign-in page. */
const longestAddress = 4_000

/** Adds a tenant by domain or GUID: a consent link for the reader app. A mistyped domain comes back in the form. */
export const tenantAdd = defineHandler({
  verb: 'tenant.add',
  role: 'approver',
  reach: 'ownTenants',
  input: z.object({ domain: typedLine(longestAddress) }),

  async handle({ actor, input, turn, deps }) {
    const order = { text: input.domain, by: actor, place: cardLocation(turn) }
    const connecting = await connectTenant(deps, order).catch((error: unknown) => {
      if (error instanceof UserError) return error
      throw error
    })
    if (connecting instanceof UserError) {
      const { code, facts } = connecting
      return toActor(tenantAddCard({ now: deps.clock(), domain: input.domain, problem: { code, facts } }))
    }
    if ('consent' in connecting) return answerWithConsent(deps, { actor, turn, consent: connecting.consent })
    const notice = { kind: 'info', code: 'TENANT_ALREADY_ADDED' } as const
    return toEveryone(await showTenant(deps, { actor, turn }, { tenantId: connecting.tenantId, notice }))
  },
})

const usage = 'add tenant <domain or ID>'

export const addTenantCommand = defineWord({
  word: 'add tenant',
  usage,
  examples: ['add tenant contoso.com'],
  read: async (args, _deps, _actor, beside) => {
    if (args === '') throw new UserError('COMMAND_INCOMPLETE', { usage })
    const named = [args, beside.addressed].find((text) => readTenantText(text) !== undefined)
    return { domain: named ?? args }
  },
  action: tenantAdd,
})
