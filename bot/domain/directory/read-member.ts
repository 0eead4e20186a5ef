import { type BatchAnswers, type BatchPart, sendBatch } from '#platform/microsoft/batch.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { type GraphPort, notRead, openSession } from '#platform/microsoft/graph-client.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { unreadable } from '#platform/microsoft/unreadable.ts'
import { foreignRows } from './foreign-rows.ts'
import { memberGroups, userBody } from './graph-schemas.ts'
import type { MemberRead, User } from './member.ts'

/** Graph allows at most this many groups in one request. */
const mostGroups = 20

/** Account and groups of one person, in one batch. Failures are in the result, never thrown. */
export async function readMember(
  port: GraphPort,
  deadline: Deadline,
  homeTenantId: string,
  { objectId, groupIds }: { objectId: string; groupIds: readonly string[] },
): Promise<MemberRead> {
  const session = await openSession(port, homeTenantId, deadline, false)
  if (!session.read) return { user: session, groupIds: session }
  const person = `/users/${encodeURIComponent(objectId)}`
  const groups: BatchPart[] = []
  for (let from = 0; from < groupIds.length; from += mostGroups) {
    const body = { groupIds: groupIds.slice(from, from + mostGroups) }
    groups.push({ id: `groups:${groups.length}`, url: `${person}/checkMemberGroups`, body })
  }
  const user = { id: 'user', url: `${person}?$select=id,displayName,userType,accountEnabled` }
  const answers = await sendBatch(port, session.value, [user, ...groups])
  return { user: userOf(answers, objectId), groupIds: groupsOf(answers, groups) }
}

function userOf(answers: BatchAnswers, objectId: string): ReadResult<User | undefined> {
  const answer = answers.get('user') ?? notRead(makeOutcome('graph', 'partMissing'))
  if (!answer.read)
    return answer.outcome.name === 'objectNotFound' ? { read: true, value: undefined } : answer
  const parsed = userBody.safeParse(answer.value)
  if (!parsed.success) return unreadable(parsed.error)
  if (parsed.data.id !== objectId) return foreignRows('id')
  const { displayName, userType, accountEnabled } = parsed.data
  const isGuest = (userType ?? 'Member').toLowerCase() !== 'member'
  return { read: true, value: { displayName: displayName ?? '', isGuest, isEnabled: accountEnabled } }
}

/** All groups or none: a partial list would look as if the person had left the others. */
function groupsOf(answers: BatchAnswers, parts: readonly BatchPart[]): ReadResult<readonly string[]> {
  const found: string[] = []
  for (const { id } of parts) {
    const answer = answers.get(id) ?? notRead(makeOutcome('graph', 'partMissing'))
    if (!answer.read) return answer
    const parsed = memberGroups.safeParse(answer.value)
    if (!parsed.success) return unreadable(parsed.error)
    found.push(...parsed.data.value)
  }
  return { read: true, value: found }
}
