import { z } from 'zod'
import { scopeOf } from '#domain/people/scope.ts'
import { historyAreas, historyWho } from '../../../cards/words/codes.ts'
import { may } from '../teams/actions/actor.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { namedOr } from '../teams/actions/reach.ts'
import { showHistory } from '../views/history-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { guid, setId } from './input.ts'
import { chosenFrom, searchedReference } from './typed-text.ts'

/** Who did what, newest first. */
export const historyShow = defineHandler({
  verb: 'history.show',
  role: 'viewer',
  reach: namedOr('ownTenants', 'tenantId'),
  input: z.object({
    tenantId: guid.optional(),
    setId: setId.optional(),
    before: z.number().int().positive().optional(),
    who: chosenFrom(historyWho),
    area: chosenFrom(historyAreas),
    reference: searchedReference,
  }),

  async handle({ actor, input, turn, deps }) {
    const scope = scopeOf(actor, 'viewer')
    const mayExport = turn.conversationKind !== 'personal' || may(actor, 'auditor', input.tenantId)
    const question = { ...input, scope, mayExport, askedBy: actor.objectId }
    return toEveryone(await showHistory(deps, question))
  },
})

export const historyCommand = defineWord({
  word: 'history',
  said: [
    'audit log',
    'audit',
    'log',
    'logs',
    'changes',
    'what happened',
    'what changed',
    'who changed what',
    'who did what',
    'who granted',
    'who blocked',
    'who unblocked',
    'who changed',
  ],
  usage: 'history [tenant] [set] [case number]',
  // The history says when and by whom.
  form: {
    tenants: 'optional',
    set: 'optional',
    reference: 'optional',
    choices: { when: 'when', why: 'when', how: 'when' },
  },
  input: ({ tenants: [tenant], set, reference }) => ({
    ...(tenant && { tenantId: tenant.id }),
    ...(set && { setId: set.id }),
    ...(reference !== undefined && { reference }),
  }),
  action: historyShow,
})
