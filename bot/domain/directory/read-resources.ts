import { sendBatch } from '#platform/microsoft/batch.ts'
import { principalRow } from './graph-schemas.ts'
import type { TenantAnswers } from './tenant-parts.ts'

/** `elsewhere`: the tenant has no such object, so the row that names it isn't about this tenant. */
export type Resource = { appId: string } | 'elsewhere' | 'unknown'

/**
 * Which APIs these object IDs are: rows name APIs that no set needs, too. An ID that couldn't be looked up is unknown, which
 * only costs its name.
 */
export async function readResources(
  from: Pick<TenantAnswers, 'port' | 'session'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Resource>> {
  if (ids.length === 0) return new Map()
  const parts = ids.map((id) => ({
    id,
    url: `/servicePrincipals/${encodeURIComponent(id)}?$select=id,appId,displayName`,
  }))
  const answers = await sendBatch(from.port, from.session, parts)
  return new Map(ids.map((id) => [id, resourceOf(id, answers.get(id))]))
}

function resourceOf(id: string, answer: ReturnType<Awaited<ReturnType<typeof sendBatch>>['get']>): Resource {
  if (!answer?.read) return answer?.outcome.name === 'objectNotFound' ? 'elsewhere' : 'unknown'
  const parsed = principalRow.safeParse(answer.value)
  if (!parsed.success) return 'unknown'
  return parsed.data.id === id ? { appId: parsed.data.appId } : 'elsewhere'
}
