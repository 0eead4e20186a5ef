import { z } from 'zod'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { callGraph, type GraphPort, openSession } from '#platform/microsoft/graph-client.ts'
import { unreadable } from '#platform/microsoft/unreadable.ts'
import type { ChangedWords, DirectoryChange } from './directory-change.ts'

const text = z.string().nullish()
const auditPage = z.object({
  value: z.array(
    z.object({
      activityDateTime: z.string(),
      activityDisplayName: z.string(),
      initiatedBy: z
        .object({
          user: z.object({ userPrincipalName: text, displayName: text, id: text }).nullish(),
          app: z.object({ displayName: text, servicePrincipalId: text }).nullish(),
        })
        .nullish(),
      targetResources: z
        .array(
          z.object({
            id: text,
            modifiedProperties: z
              .array(z.object({ displayName: text, newValue: text, oldValue: text }))
              .nullish(),
          }),
        )
        .nullish(),
    }),
  ),
})
type AuditRow = z.infer<typeof auditPage>['value'][number]

const mostChanges = 50

/** The latest changes of one object of a tenant, newest first. One request, no further pages. */
export async function readChanges(
  port: GraphPort,
  deadline: Deadline,
  { tenantId, objectId, since }: { tenantId: string; objectId: string; since: Date },
): Promise<ReadResult<readonly DirectoryChange[]>> {
  const session = await openSession(port, tenantId, deadline, false)
  if (!session.read) return session
  const id = objectId.replaceAll("'", "''")
  const filter = `activityDateTime ge ${since.toISOString()} and targetResources/any(t:t/id eq '${id}')`
  const path = `/auditLogs/directoryAudits?$filter=${encodeURIComponent(filter)}&$top=${mostChanges}`
  const answer = await callGraph(port, session.value, { method: 'GET', path })
  if (!answer.read) return answer
  const page = auditPage.safeParse(answer.value)
  if (!page.success) return unreadable(page.error)
  const changes = page.data.value.filter((row) => isAbout(row, objectId)).flatMap(changeOf)
  return { read: true, value: changes.toSorted((a, b) => b.at.getTime() - a.at.getTime()) }
}

/** An entry that names its objects, and not the one that was asked for, would name somebody else's deed. */
function isAbout({ targetResources }: AuditRow, objectId: string): boolean {
  const ids = (targetResources ?? []).flatMap(({ id }) => (id ? [id.toLowerCase()] : []))
  return ids.length === 0 || ids.includes(objectId.toLowerCase())
}

/** Drops an entry without a readable time or author. */
function changeOf({ initiatedBy, targetResources, ...row }: AuditRow): DirectoryChange[] {
  const at = new Date(row.activityDateTime)
  const { user, app } = initiatedBy ?? {}
  const by = user?.userPrincipalName || user?.displayName || app?.displayName || user?.id
  if (!by || !Number.isFinite(at.getTime())) return []
  const values: Record<string, ChangedWords> = {}
  for (const property of targetResources?.flatMap((target) => target.modifiedProperties ?? []) ?? []) {
    const name = property.displayName ?? ''
    const { before = [], after = [] } = values[name] ?? {}
    values[name] = {
      before: [...before, ...wordsOf(property.oldValue)],
      after: [...after, ...wordsOf(property.newValue)],
    }
  }
  return [{ at, activity: row.activityDisplayName, by, values }]
}

/** Values are JSON in a string. */
const wordsOf = (value: string | null | undefined): string[] =>
  (value ?? '').split(/[\s"[\],]+/).filter((word) => word !== '' && word !== 'null')
