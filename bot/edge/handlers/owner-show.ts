import { z } from 'zod'
import { ownerParts } from '#domain/owners/owner.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { readBelonging, splitOwner } from '../teams/grammar/read-owner.ts'
import { showOwner } from '../views/owner-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

/** To whom a tenant, a set, or both belong. */
export const ownerShow = defineHandler({
  verb: 'owner.show',
  role: 'viewer',
  reach: namedOr('nothing', 'tenantId'),
  input: z.object({
    tenantId: guid.optional(),
    setId: setId.optional(),
    part: z.enum(ownerParts).default('owner'),
  }),

  async handle({ actor, input, turn, deps }) {
    return toEveryone(await showOwner(deps, { actor, turn }, input))
  },
})

const usage = 'owner of <tenant or set>'

/** Both are on one card: "deputy of Contoso" is its other side. */
const ofDeputy = /^deputy\b ?/i

export const ownerCommand = defineWord({
  word: 'owner',
  said: [
    'owners',
    'owner for',
    'who owns',
    'who is the owner',
    'who is owner',
    ['deputy', 'deputy'],
    ['who is the deputy', 'deputy'],
    ['who is deputy', 'deputy'],
  ],
  usage,
  examples: ['owner of Contoso'],
  turns: (args) => {
    if (!splitOwner(args)) return undefined
    return ofDeputy.test(args) ? 'set deputy' : 'set owner'
  },
  read: async (args, deps, actor) => {
    const isDeputy = ofDeputy.test(args)
    const word = isDeputy ? 'deputy' : 'owner'
    const what = { word, usage: usage.replace('owner', word), args: args.replace(ofDeputy, ''), deps, actor }
    return { ...(await readBelonging(what, false)), part: word }
  },
  action: ownerShow,
})
