import { z } from 'zod'
import { UserError } from '#platform/base/errors.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { askBack } from '../teams/grammar/ask-back.ts'
import { showMentioned } from '../teams/grammar/find-mentioned.ts'
import { readReason } from '../teams/grammar/read-reason.ts'
import { showSet } from '../views/set-view.ts'
import { showWhy } from '../views/why-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { setId } from './input.ts'
import { typedLine } from './typed-text.ts'

/** Why a permission is needed, or what a set requires. */
export const permissionWhy = defineHandler({
  verb: 'permission.why',
  role: 'viewer',
  reach: 'nothing',
  input: z.object({ text: typedLine(400), setId: setId.optional() }),

  async handle({ input: { setId, text }, deps }) {
    return toEveryone(setId === undefined ? showWhy(deps, text) : await showSet(deps, { setId }))
  },
})

export const whyCommand = defineWord({
  word: 'why',
  said: [
    'why do we need',
    'why do you need',
    'why does it need',
    'why is',
    'why are',
    'reason for',
    'explain',
    'what is',
    'what does',
    'what uses',
    'what needs',
    'who needs',
    'who uses',
    'which apps need',
    'which apps use',
    'which sets need',
  ],
  usage: 'why <permission, set, or app>',
  examples: ['why Directory.Read.All'],
  read: async (args, deps, actor, { addressed }) => {
    try {
      return readReason(deps.catalog, args, addressed)
    } catch (error) {
      const isUnknown = error instanceof UserError && error.code === 'PERMISSION_UNKNOWN'
      if (!isUnknown || error.facts.lines) throw error
      throw askBack(error.code, error.facts, await showMentioned({ args, actor, deps }))
    }
  },
  action: permissionWhy,
})
