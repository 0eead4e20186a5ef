import { UserError } from '#platform/base/errors.ts'
import { askBack } from './ask-back.ts'
import { showMentioned } from './find-mentioned.ts'
import type { Asked } from './form.ts'
import { readForm } from './read-form.ts'
import { exactPermission, readReason } from './read-reason.ts'

/** What a line without a command names. */
interface Anything {
  tenantId?: string
  setId?: string
  /** A permission. */
  text?: string
}

/** A shorter text is a part of too much to be taken for a name. */
const shortestPart = 4
/** A longer line is a sentence, which can only mention names. */
const most = { words: 12, letters: 400 }

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
  const isShort = args.length <= most.letters
  if (isShort && exactPermission(catalog, args)) return { text: args }
  const named = isShort && args.split(' ').length <= most.words ? await readNames(asked) : undefined
  if (named) return named
  if (/^[a-z]{2,}\.[a-z.]{2,}$/i.test(args)) return permissionLike(asked, args)
  throw askBack('COMMAND_UNKNOWN', { typed: addressed.slice(0, 200) }, await showMentioned(asked))
}

/** @throws UserError a question, if the words resemble names */
async function readNames(asked: Pick<Asked, 'args' | 'actor' | 'deps'>): Promise<Anything | undefined> {
  const form = { tenants: 'optional', set: 'optional' } as const
  const line = {
    ...asked,
    word: 'show',
    usage: 'show',
    form,
    acts: false,
    actsAtOnce: asked.args.length < shortestPart,
  }
  try {
    const { set, tenants } = await readForm(line)
    const [tenant] = tenants
    if (!set && !tenant) return undefined
    return { ...(tenant && { tenantId: tenant.id }), ...(set && { setId: set.id }) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    if (error.facts.lines && error.code !== 'COMMAND_SURPLUS') throw error
    return undefined
  }
}

function permissionLike({ deps }: Pick<Asked, 'deps'>, args: string): Anything {
  const reason = readReason(deps.catalog, args, args)
  return 'setId' in reason ? { setId: reason.setId } : { text: reason.text }
}
