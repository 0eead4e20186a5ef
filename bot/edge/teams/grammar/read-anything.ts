import { UserError } from '#platform/base/errors.ts'
import { askBack } from './ask-back.ts'
import { catalogNames } from './catalog-names.ts'
import { cutTokens } from './cut-tokens.ts'
import type { Asked } from './form.ts'
import { findNameAt } from './name-tree.ts'
import { readForm } from './read-form.ts'
import { exactPermission, readReason } from './read-reason.ts'
import { findMentioned } from './split-mentions.ts'

/** What a line without a command names. */
interface Anything {
  tenantId?: string
  setId?: string
  /** A permission. */
  text?: string
}

/** A shorter text is a part of too much to be taken for a name. */
const shortestPart = 4

/**
 * The tenant, the set, both, or the permission that a line names which has no command.
 * @throws UserError a question with what it resembles; COMMAND_UNKNOWN with what it mentions, or with nothing
 */
export async function readAnything(
  asked: Pick<Asked, 'args' | 'actor' | 'deps'>,
  addressed: string,
): Promise<Anything> {
  const { args, deps } = asked
  const { catalog } = deps
  if (args === '') throw askBack('COMMAND_INCOMPLETE', {})
  if (exactPermission(catalog, args)) return { text: args }
  const form = { tenants: 'optional', set: 'optional' } as const
  const line = { ...asked, word: 'show', usage: 'show', form, actsAtOnce: args.length < shortestPart }
  try {
    const { set, tenants } = await readForm(line)
    const [tenant] = tenants
    if (set || tenant) return { ...(tenant && { tenantId: tenant.id }), ...(set && { setId: set.id }) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.facts.lines && error.code !== 'COMMAND_SURPLUS') throw error
  }
  if (/^[a-z]{2,}\.[a-z.]{2,}$/i.test(args)) return permissionLike(asked, args)
  throw askBack('COMMAND_UNKNOWN', { typed: addressed.slice(0, 200) }, await mentionsOf(asked))
}

function permissionLike({ deps }: Pick<Asked, 'deps'>, args: string): Anything {
  const reason = readReason(deps.catalog, args, args)
  return 'setId' in reason ? { setId: reason.setId } : { text: reason.text }
}

/** Lines that show what the words mention: nothing that acts. */
async function mentionsOf(
  asked: Pick<Asked, 'args' | 'actor' | 'deps'>,
): Promise<{ line: string; title: string }[]> {
  const tokens = cutTokens(asked.args)
  const { mentions } = await findMentioned(asked, tokens)
  const names = catalogNames(asked.deps.catalog)
  const sets = new Set(
    tokens.flatMap((_, at) => {
      const { sets } = findNameAt(names, tokens, at)?.value ?? { sets: [] }
      return sets.length === 1 ? sets : []
    }),
  )
  const words = tokens.map(({ at, end }) => asked.args.slice(at, end))
  const permissions = words.filter((word) => word.includes('.') && exactPermission(asked.deps.catalog, word))
  return [
    ...mentions.map(({ tenant }) => ({ line: `status ${tenant.id}`, title: `status ${tenant.displayName}` })),
    ...[...sets].map(({ id, name }) => ({ line: `why ${id}`, title: `why ${name}` })),
    ...permissions.map((value) => ({ line: `why ${value}`, title: `why ${value}` })),
  ]
}
