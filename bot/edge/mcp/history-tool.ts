import { z } from 'zod'
import { list } from '#domain/audit/audit-store.ts'
import { type AuditEntry, referenceOf } from '#domain/audit/stored-entry.ts'
import type { Deps } from '#domain/deps.ts'
import { scopeOf } from '#domain/people/scope.ts'
import { historySentence } from '../../../cards/history-sentence.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { readTenantRef } from '../views/tenant-ref.ts'
import { getNamedSet, getNamedTenant } from './name-subject.ts'
import { defineTool, nameInput, outsideText, tenantOutput } from './tool.ts'

const entryOutput = z.object({
  number: z.number(),
  at: z.string(),
  sentence: outsideText(),
  by: outsideText(),
  action: z.string(),
  result: z.string(),
  tenant: tenantOutput.optional(),
  set: z.object({ id: z.string(), name: z.string() }).optional(),
  reason: outsideText().optional(),
  reference: outsideText().optional(),
})

export const historyTool = defineTool({
  name: 'get_history',
  ...words.tools.history,
  input: z.strictObject({
    tenant: nameInput(words.input.tenant).optional(),
    set: nameInput(words.input.set).optional(),
    reference: z.string().trim().min(1).max(60).optional().describe(words.input.reference),
    before: z.number().int().positive().optional().describe(words.input.before),
    limit: z.number().int().min(1).max(50).default(20).describe(words.input.limit),
  }),
  output: z.object({ entries: z.array(entryOutput), nextBefore: z.number().optional() }),

  async read(deps, asker, { tenant, set, before, limit, reference }) {
    const entries = await list(deps.database.db, {
      scope: scopeOf(asker, 'viewer'),
      limit: limit + 1,
      ...(tenant !== undefined && { tenantId: (await getNamedTenant(deps, asker, tenant)).id }),
      ...(set !== undefined && { setId: getNamedSet(deps, set).id }),
      ...(before !== undefined && { beforeId: before }),
      ...(reference !== undefined && { reference }),
    })
    const shown = entries.slice(0, limit)
    const said: z.input<typeof entryOutput>[] = []
    for (const entry of shown) said.push(await sayEntry(deps, entry))
    const last = entries.length > limit ? shown.at(-1) : undefined
    return { entries: said, ...(last && { nextBefore: last.id }) }
  },
})

async function sayEntry(deps: Deps, entry: AuditEntry): Promise<z.input<typeof entryOutput>> {
  const { id, at, actor, action, result, tenantId, setId, reason, detail } = entry
  const tenant = tenantId === undefined ? undefined : await readTenantRef(deps, tenantId)
  const name = deps.catalog.sets.find((each) => each.id === setId)?.name ?? setId
  const by = actor === 'system' ? undefined : actor.name
  const reference = referenceOf(detail)
  return {
    number: id,
    at: at.toISOString(),
    sentence: historySentence({ by, action, result, set: name, tenant: tenant?.name }),
    by: by ?? 'Grantkeeper',
    action,
    result,
    ...(tenant && { tenant: { id: tenant.id, name: tenant.name, domain: tenant.domain } }),
    ...(setId !== undefined && { set: { id: setId, name: name ?? setId } }),
    ...(reason !== undefined && { reason }),
    ...(reference !== undefined && { reference }),
  }
}
