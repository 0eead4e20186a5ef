import { sendBatch } from '#platform/microsoft/batch.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import type { ReadResult } from '#platform/microsoft/facts.ts'
import { type GraphPort, openSession } from '#platform/microsoft/graph-client.ts'
import { unreadable } from '#platform/microsoft/unreadable.ts'
import { type PermissionKey, type PermissionType, permissionKey } from '../catalog/permission-set.ts'
import { foreignRows } from './foreign-rows.ts'
import { publisherBody } from './graph-schemas.ts'
import type { Published } from './published.ts'

const fields = 'id,appId,displayName,appRoles,oauth2PermissionScopes'

/** What these APIs publish in the home tenant. An API that isn't there is absent; one failed part fails the whole read. */
export async function readPublished(
  port: GraphPort,
  deadline: Deadline,
  homeTenantId: string,
  resourceAppIds: readonly string[],
): Promise<ReadResult<Published>> {
  const session = await openSession(port, homeTenantId, deadline, false)
  if (!session.read) return session
  const parts = [...new Set(resourceAppIds.map((id) => id.toLowerCase()))].map((appId) => ({
    id: appId,
    url: `/servicePrincipals(appId='${encodeURIComponent(appId)}')?$select=${fields}`,
  }))
  const apis = new Map<string, string>()
  const values = new Map<PermissionKey, string>()
  for (const [appId, answer] of await sendBatch(port, session.value, parts)) {
    if (!answer.read) {
      if (answer.outcome.name === 'objectNotFound') continue
      return answer
    }
    const parsed = publisherBody.safeParse(answer.value)
    if (!parsed.success) return unreadable(parsed.error)
    if (parsed.data.appId !== appId) return foreignRows('appId')
    const { displayName, appRoles, oauth2PermissionScopes } = parsed.data
    apis.set(appId, displayName || appId)
    const roles = appRoles.filter(({ allowedMemberTypes }) => allowedMemberTypes.includes('Application'))
    addAll(values, appId, 'application', roles)
    addAll(values, appId, 'delegated', oauth2PermissionScopes)
  }
  return { read: true, value: { apis, values } }
}

function addAll(
  values: Map<PermissionKey, string>,
  resourceAppId: string,
  type: PermissionType,
  list: readonly { id: string; value?: string | null | undefined; isEnabled?: boolean | null | undefined }[],
): void {
  for (const { id, value, isEnabled } of list) {
    if (isEnabled !== false) values.set(permissionKey({ resourceAppId, type, id }), value || id)
  }
}
