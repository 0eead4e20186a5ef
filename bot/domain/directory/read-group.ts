import { sendBatch } from '#platform/microsoft/batch.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { type GraphPort, notRead, openSession } from '#platform/microsoft/graph-client.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { readList } from '#platform/microsoft/paging.ts'
import { unreadable } from '#platform/microsoft/unreadable.ts'
import { foreignRows } from './foreign-rows.ts'
import { groupBody, memberPage } from './graph-schemas.ts'
import type { GroupRead } from './member.ts'

/** A group of the home tenant and its enabled members; the value is undefined if there is no such group. */
export async function readGroup(
  port: GraphPort,
  deadline: Deadline,
  homeTenantId: string,
  groupId: string,
): Promise<ReadResult<GroupRead | undefined>> {
  const session = await openSession(port, homeTenantId, deadline, false)
  if (!session.read) return session
  const group = `/groups/${encodeURIComponent(groupId)}`
  const url = `${group}/transitiveMembers?$select=id,displayName,userType,accountEnabled&$top=999`
  const answers = await sendBatch(port, session.value, [
    { id: 'group', url: `${group}?$select=id,displayName` },
    { id: 'members', url },
  ])
  const named = answers.get('group') ?? missing
  if (!named.read) return named.outcome.name === 'objectNotFound' ? { read: true, value: undefined } : named
  const parsed = groupBody.safeParse(named.value)
  const first = answers.get('members') ?? missing
  if (!parsed.success) return unreadable(parsed.error)
  if (parsed.data.id !== groupId.toLowerCase()) return foreignRows('id')
  if (!first.read) return first
  const rows = await readList(port, session.value, { url, first: first.value, schema: memberPage })
  if (!rows.read) return rows
  const members = rows.value
    .filter((row) => row['@odata.type'] === '#microsoft.graph.user' && row.accountEnabled === true)
    .filter(({ userType }) => (userType ?? 'Member').toLowerCase() === 'member')
    .map(({ id, displayName }) => ({ objectId: id, displayName: displayName ?? '' }))
  return { read: true, value: { displayName: parsed.data.displayName ?? '', members } }
}

const missing = notRead(makeOutcome('graph', 'partMissing'))
