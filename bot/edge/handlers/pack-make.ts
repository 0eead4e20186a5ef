import { z } from 'zod'
import { makePack } from '#domain/packs/make-pack.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showPack } from '../views/pack-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

/** Sends the link to the pack of a set only to the person who asked for it. */
export const packMake = defineHandler({
  verb: 'pack.make',
  role: 'viewer',
  reach: namedOr('nothing', 'tenantId'),
  input: z.object({ setId, tenantId: guid.optional() }),

  async handle({ actor, input, deps }) {
    return toActor(await showPack(deps, await makePack(deps, { ...input, by: actor })))
  },
})

export const packCommand = defineWord({
  word: 'pack',
  said: [
    'reviewer pack',
    "reviewer's pack",
    'reviewers pack',
    'review pack',
    'security pack',
    'security review',
    'evidence',
    'evidence pack',
    'pack for',
    'pack of',
  ],
  usage: 'pack <set> [in <tenant>]',
  examples: ['pack Directory data', 'pack Directory data in Contoso'],
  form: { set: 'needed', tenants: 'optional' },
  input: ({ set, tenants: [tenant] }) => ({ setId: set?.id, ...(tenant && { tenantId: tenant.id }) }),
  action: packMake,
})
