import { z } from 'zod'
import type { Deps } from '#domain/deps.ts'
import type { Tenant } from '#domain/tenants/tenant.ts'
import { getTenant } from '#domain/tenants/tenants-store.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { readTenantList } from '../views/tenant-list-view.ts'
import { getNamedTenant } from './name-subject.ts'
import { readSets } from './read-sets.ts'
import { sayTenant } from './say.ts'
import {
  defineTool,
  findingOutput,
  type McpCaller,
  nameInput,
  pageInput,
  statusOutput,
  tenantOutput,
} from './tool.ts'

export const findingsTool = defineTool({
  name: 'list_findings',
  ...words.tools.findings,
  input: z.strictObject({ tenant: nameInput(words.input.tenant).optional(), page: pageInput }),
  output: z.object({
    page: z.number(),
    pages: z.number(),
    tenants: z.number(),
    findings: z.array(
      findingOutput.extend({
        tenant: tenantOutput,
        set: z.object({ id: z.string(), name: z.string() }),
        status: statusOutput,
      }),
    ),
  }),

  async read(deps, asker, { tenant, page }) {
    const wanted = await readWanted(deps, asker, tenant, page)
    const findings = []
    for (const each of wanted.tenants)
      for (const { id, name, status, findings: found } of await readSets(deps, each, deps.catalog.sets))
        for (const finding of found)
          findings.push({ tenant: sayTenant(each), set: { id, name }, status, ...finding })
    return { page: wanted.page, pages: wanted.pages, tenants: wanted.total, findings }
  },
})

async function readWanted(
  deps: Deps,
  asker: McpCaller,
  named: string | undefined,
  asked: number,
): Promise<{ tenants: Tenant[]; page: number; pages: number; total: number }> {
  if (named !== undefined)
    return { tenants: [await getNamedTenant(deps, asker, named)], page: 1, pages: 1, total: 1 }
  const { rows, page, total, pageSize } = await readTenantList(deps, asker, {
    filter: 'needsAction',
    page: asked,
  })
  const tenants: Tenant[] = []
  for (const row of rows) tenants.push(await getTenant(deps.database.db, row.tenant.id))
  return { tenants, page, pages: Math.max(1, Math.ceil(total / pageSize)), total }
}
