import { getOtherApprover, handOverRequest } from '#domain/requests/hand-over-request.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { nameOf } from '../views/people-names.ts'
import { actOnRequest } from './answer-with-request.ts'
import { defineHandler } from './define.ts'
import { guid, requestRef } from './input.ts'

/** Asks another approver by name to decide. */
export const requestHandOver = defineHandler({
  verb: 'request.handOver',
  role: 'approver',
  input: requestRef.extend({ to: guid }),

  async handle({ actor, input: { requestId, v: version, to: objectId }, deps }) {
    const { db } = deps.database
    const request = await getRequest(db, requestId)
    const found = await getOtherApprover(deps, { request, by: actor, objectId })
    const to = { ...found, name: await nameOf(db, found) }
    const click = { requestId, version, by: actor, to }
    return actOnRequest(deps, { actor, requestId }, () => handOverRequest(deps, click))
  },
})
