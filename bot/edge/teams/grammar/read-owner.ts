import type { Holder } from '#domain/owners/owner.ts'
import { findPersonByAccount, saveKnownPerson } from '#domain/people/known-people-store.ts'
import { UserError } from '#platform/base/errors.ts'
import { foldText } from '#platform/text/fold-text.ts'
import type { ChatPort } from '../actions/chat-port.ts'
import type { Mentioned } from '../actions/command.ts'
import { askBack, stillSaying } from './ask-back.ts'
import type { Asked } from './form.ts'
import { readForm } from './read-form.ts'

/** As the input of the action carries it. */
export type NamedHolder = 'me' | 'nobody' | `person:${string}` | `group:${string}`

interface OwnerLine {
  tenantId?: string
  setId?: string
  holder?: NamedHolder
}

const links = new Set(['is', 'are', '=', 'to', '->', 'becomes'])

/** "of Contoso is @Bob": what stands before the last linking word, and who behind it; undefined without both. */
export function splitOwner(args: string): { what: string; who: string } | undefined {
  const parts = args.replace(/^deputy /i, '').split(' ')
  const at = parts.findLastIndex((part) => links.has(part.toLowerCase()))
  const [what, who] = [parts.slice(0, at).join(' '), parts.slice(at + 1).join(' ')]
  // "Owner is me" says who, and not of what.
  const isCut = at > 0 || (at === 0 && parts[0]?.toLowerCase() === 'is')
  return isCut && who !== '' ? { what, who } : undefined
}

type OwnerAsked = Pick<Asked, 'args' | 'actor' | 'word' | 'usage'> & {
  deps: Asked['deps'] & { chat: Pick<ChatPort, 'findMember'> }
}

/** What an owner is asked or said of, without who it is. @throws UserError a question with the lines that it could mean */
export async function readBelonging(asked: OwnerAsked, acts: boolean): Promise<OwnerLine> {
  // "of" alone names nothing, though it is part of a name: "Fourth Coffee".
  if (/^(?:of|for)$/i.test(asked.args.trim())) throw askBack('COMMAND_INCOMPLETE', { usage: asked.usage })
  const form = { tenants: 'optional', set: 'optional' } as const
  const { set, tenants } = await readForm({ ...asked, form, acts, actsAtOnce: acts })
  const [tenant] = tenants
  if (!set && !tenant) throw askBack('COMMAND_INCOMPLETE', { usage: asked.usage })
  return { ...(tenant && { tenantId: tenant.id }), ...(set && { setId: set.id }) }
}

/**
 * The tenant or set of a line, and who owns it from now on. A person is only who is mentioned, never a name that was typed.
 * @throws UserError OWNER_NOT_MENTIONED, OWNER_UNKNOWN, COMMAND_SURPLUS; a question whose lines still say who
 */
export async function readOwner(asked: OwnerAsked, mentioned: Mentioned | undefined): Promise<OwnerLine> {
  const { args, usage } = asked
  const split = splitOwner(args)
  if (!split) throw askBack('COMMAND_INCOMPLETE', { usage })
  const holder = await readWho(asked, split.who, mentioned)
  try {
    return { ...(await readBelonging({ ...asked, args: split.what }, true)), holder }
  } catch (error) {
    // A button can't mention anybody, so its line carries the ID.
    throw stillSaying(error, `is ${holder.replace(':', ' ')}`)
  }
}

const byId = /^(?<kind>group|person)?[: ]*(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

async function readWho(asked: OwnerAsked, who: string, mentioned?: Mentioned): Promise<NamedHolder> {
  const { kind = 'group', id } = byId.exec(who)?.groups ?? {}
  // A bare ID is a group's: a person is mentioned.
  if (id !== undefined) return `${kind.toLowerCase() as 'group' | 'person'}:${id.toLowerCase()}`
  const said = foldText(who.replace(/^@/, ''))
  if (/^(?:nobody|none|no one|no-one|noone)$/.test(said)) return 'nobody'
  if (/^(?:me|myself)$/.test(said)) return 'me'
  if (!mentioned) throw new UserError('OWNER_NOT_MENTIONED', { text: who })
  const [person, other] = mentioned.people
  const isAlone = said === foldText(mentioned.names.join(' '))
  if (!person || other || !isAlone) throw askBack('COMMAND_SURPLUS', { usage: asked.usage, text: who })
  return `person:${await readMentioned(asked, mentioned.conversationId, person, who)}`
}

/** Whom the bot hasn't met, Teams knows. @throws UserError OWNER_UNKNOWN for somebody of another organization, or nobody */
async function readMentioned(
  { actor, deps }: OwnerAsked,
  conversationId: string,
  { accountId, objectId }: Mentioned['people'][number],
  text: string,
): Promise<string> {
  if (objectId) return objectId
  const { tenantId } = actor
  const { db } = deps.database
  const known = await findPersonByAccount(db, { tenantId, accountId })
  if (known) return known.objectId
  const member = await deps.chat.findMember(conversationId, accountId)
  if (!member || (member.tenantId ?? tenantId) !== tenantId) throw new UserError('OWNER_UNKNOWN', { text })
  await saveKnownPerson(db, { tenantId, accountId, objectId: member.objectId, name: member.name || text })
  return member.objectId
}

/** Parses what an input names; undefined for nobody. */
export function holderOf(
  named: NamedHolder,
  actor: { tenantId: string; objectId: string; name: string },
): { person: Extract<Holder, { person: unknown }>['person'] } | { groupId: string } | undefined {
  if (named === 'nobody') return undefined
  if (named === 'me')
    return { person: { tenantId: actor.tenantId, objectId: actor.objectId, name: actor.name } }
  const [kind, id = ''] = named.split(':')
  return kind === 'group' ? { groupId: id } : { person: { tenantId: actor.tenantId, objectId: id, name: '' } }
}
