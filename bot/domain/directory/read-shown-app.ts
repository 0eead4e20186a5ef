import { sendBatch } from '#platform/microsoft/batch.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { type GraphPort, notRead, openSession } from '#platform/microsoft/graph-client.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { unreadable } from '#platform/microsoft/unreadable.ts'
import { foreignRows } from './foreign-rows.ts'
import { shownAppBody } from './graph-schemas.ts'
import type { ShownApp } from './registration.ts'

/** Name and publisher of an app registration in the home tenant; undefined: not found. */
export async function readShownApp(
  port: GraphPort,
  deadline: Deadline,
  homeTenantId: string,
  clientId: string,
): Promise<ReadResult<ShownApp | undefined>> {
  const session = await openSession(port, homeTenantId, deadline, false)
  if (!session.read) return session
  const appId = clientId.toLowerCase()
  const fields = 'id,appId,displayName,verifiedPublisher'
  const url = `/applications(appId='${encodeURIComponent(appId)}')?$select=${fields}`
  const answers = await sendBatch(port, session.value, [{ id: appId, url }])
  const answer = answers.get(appId) ?? notRead(makeOutcome('graph', 'partMissing'))
  if (!answer.read)
    return answer.outcome.name === 'objectNotFound' ? { read: true, value: undefined } : answer
  const parsed = shownAppBody.safeParse(answer.value)
  if (!parsed.success) return unreadable(parsed.error)
  if (parsed.data.appId !== appId) return foreignRows('appId')
  const { displayName, verifiedPublisher } = parsed.data
  const publisher = verifiedPublisher?.displayName
  return { read: true, value: { name: displayName, ...(publisher && { verifiedPublisher: publisher }) } }
}
