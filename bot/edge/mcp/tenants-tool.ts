import { z } from 'zod'
import { tenantFilters } from '#domain/tenants/tenant-list-store.ts'
import { tenantLine } from '../../../cards/tenant-line.ts'
import { unmarked } from '../../../cards/text.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { readTenantList } from '../views/tenant-list-view.ts'
import { sayStatus } from './say.ts'
import { defineTool, pageInput, statusOutput, tenantOutput } from './tool.ts'

export const tenantsTool = defineTool({
  name: 'list_tenants',
  ...words.tools.tenants,
  input: z.strictObject({
    filter: z.enum(tenantFilters).default('all').describe(words.input.filter),
    search: z.string().trim().max(200).optional().describe(words.input.search),
    page: pageInput,
  }),
  output: z.object({
    page: z.number(),
    pages: z.number(),
    total: z.number(),
    counts: z.record(z.string(), z.number()),
    tenants: z.array(
      z.object({
        tenant: tenantOutput,
        connection: z.string(),
        checkedAt: z.string().optional(),
        worst: statusOutput.optional(),
        sets: z.record(z.string(), z.number()).optional(),
        summary: z.string(),
      }),
    ),
  }),

  async read(deps, asker, { filter, search, page }) {
    const list = await readTenantList(deps, asker, { filter, page, ...(search && { search }) })
    const { now, total, pageSize, counts } = list
    return {
      page: list.page,
      pages: Math.max(1, Math.ceil(total / pageSize)),
      total,
      counts,
      tenants: list.rows.map((row) => ({
        tenant: { id: row.tenant.id, name: row.tenant.name, domain: row.tenant.domain },
        connection: row.state,
        ...(row.checkedAt && { checkedAt: row.checkedAt.toISOString() }),
        // Status and counts of damaged rows say nothing.
        ...(!row.damaged && { worst: sayStatus(row.worst), sets: row.counts }),
        summary: unmarked(tenantLine(row, now, filter === 'blocked')),
      })),
    }
  },
})
