import { getOtherApprover, handOverRequest } from '#domain/requests/hand-over-request.ts'
import { getRequest } from '#domain/requests/requests-store.ts'
import { toActor } from '../teams/actions/answer.ts'
import { namedBy } from '../teams/actions/reach.ts'
import { showHandOverForm } from '../views/hand-over-view.ts'
import { nameOf } from '../views/people-names.ts'
import { actOnRequest } from './answer-with-request.ts'
import { defineHandler } from './define.ts'
import { requestRef } from './input.ts'
import { chosen } from './typed-text.ts'

/** Asks another approver by name to decide. */
export const requestHandOver = defineHandler({
  verb: 'request.handOver',
  role: 'approver',
  reach: namedBy('requestId'),
  input: requestRef.extend({ to: chosen }),

  async handle({ actor, input: { requestId, v: version, to: objectId }, deps }) {
    if (objectId === undefined) return toActor(await showHandOverForm(deps, actor, { requestId, version }))
    const { db } = deps.database
    const request = await getRequest(db, requestId)
    const found = await getOtherApprover(deps, { request, by: actor, objectId: objectId.toLowerCase() })
    const to = { ...found, name: await nameOf(db, found) }
    const click = { requestId, version, by: actor, to }
    return actOnRequest(deps, { actor, requestId }, () => handOverRequest(deps, click))
  },
})
