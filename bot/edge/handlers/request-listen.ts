import { listenToRequests, silenceRequests } from '#domain/requests/approval-place.ts'
import { toActor } from '../teams/actions/answer.ts'
import { showRequestList } from '../views/request-list-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { nothing } from './input.ts'

/** From now on, new requests are posted into this conversation. */
export const requestListen = defineHandler({
  verb: 'request.listen',
  role: 'approver',
  readsRolesNow: true,
  reach: 'ownTenants',
  input: nothing,

  async handle({ actor, turn, deps }) {
    await listenToRequests(deps, { ...turn, by: actor })
    const notice = { kind: 'done', code: 'REQUESTS_POSTED_HERE' } as const
    return toActor(await showRequestList(deps, { actor, turn }, { page: 1, notice }))
  },
})

/** From now on, new requests are no longer posted into this conversation. */
export const requestSilence = defineHandler({
  verb: 'request.silence',
  role: 'approver',
  readsRolesNow: true,
  reach: 'ownTenants',
  input: nothing,

  async handle({ actor, turn, deps }) {
    await silenceRequests(deps, { ...turn, by: actor })
    const notice = { kind: 'done', code: 'REQUESTS_NOT_POSTED_HERE' } as const
    return toActor(await showRequestList(deps, { actor, turn }, { page: 1, notice }))
  },
})

const usage = 'requests on|off'

export const requestsOnCommand = defineWord({
  word: 'requests on',
  said: ['turn on requests', 'turn requests on', 'switch requests on', 'post requests here'],
  usage,
  form: { choices: { here: 'here' } },
  actsAtOnce: true,
  action: requestListen,
})

export const requestsOffCommand = defineWord({
  word: 'requests off',
  said: ['turn off requests', 'turn requests off', 'switch requests off', 'stop posting requests'],
  usage,
  form: { choices: { here: 'here' } },
  actsAtOnce: true,
  action: requestSilence,
})
