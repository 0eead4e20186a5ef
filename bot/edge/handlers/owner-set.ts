import { z } from 'zod'
import { type OwnerPart, ownerParts } from '#domain/owners/owner.ts'
import { setOwner } from '#domain/owners/set-owner.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import type { Command } from '../teams/actions/command.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { holderOf, type NamedHolder, readOwner } from '../teams/grammar/read-owner.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { showOwner } from '../views/owner-view.ts'
import { nameOf } from '../views/people-names.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'

const holder = z
  .string()
  .regex(/^(?:me|nobody|(?:person|group):[0-9a-f-]{36})$/)
  .transform((text) => text as NamedHolder)

/** From now on a tenant, a set, or a set in one tenant belongs to somebody, or to nobody. */
export const ownerSet = defineHandler({
  verb: 'owner.set',
  role: 'approver',
  readsRolesNow: true,
  reach: namedBy('tenantId'),
  input: z.object({
    tenantId: guid.optional(),
    setId: setId.optional(),
    part: z.enum(ownerParts).default('owner'),
    holder,
  }),

  async handle({ actor, input: { holder, ...what }, turn, deps }) {
    const given = holderOf(holder, actor)
    const { db } = deps.database
    const named =
      given && 'person' in given
        ? { person: { ...given.person, name: await nameOf(db, given.person) } }
        : given
    const isChanged = await setOwner(deps, { ...what, by: actor, ...(named && { holder: named }) })
    const code = isChanged ? (named ? 'OWNER_SET' : 'OWNER_REMOVED') : 'OWNER_AS_BEFORE'
    const notice = { kind: isChanged ? 'done' : 'info', code, facts: { part: what.part } } as const
    const by = { by: { name: actor.name }, at: deps.clock() }
    return toEveryone(await showOwner(deps, { actor, turn }, { ...what, notice: { ...notice, ...by } }))
  },
})

function makeSetCommand(part: OwnerPart, said: readonly string[]): Command<HandlerDeps> {
  const usage = `${part} of <tenant or set> is <@mention or group ID>|nobody`
  return defineWord({
    word: `set ${part}`,
    said,
    usage,
    actsAtOnce: true,
    read: async (args, deps, actor, { mentioned }) => ({
      ...(await readOwner({ word: part, usage, args, deps, actor }, mentioned)),
      part,
    }),
    action: ownerSet,
  })
}

export const ownerSetCommand = makeSetCommand('owner', [
  'set the owner',
  'change owner',
  'change the owner',
  'make owner',
])

export const deputySetCommand = makeSetCommand('deputy', [
  'set the deputy',
  'change deputy',
  'change the deputy',
  'make deputy',
])
