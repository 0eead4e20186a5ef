import { z } from 'zod'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { getNamedSet, getNamedTenant } from './name-subject.ts'
import { readSets, setOutput } from './read-sets.ts'
import { sayTenant } from './say.ts'
import { defineTool, nameInput, tenantOutput } from './tool.ts'

export const statusTool = defineTool({
  name: 'get_status',
  ...words.tools.status,
  input: z.strictObject({
    tenant: nameInput(words.input.tenant),
    set: nameInput(words.input.set).optional(),
  }),
  output: z.object({
    tenant: tenantOutput,
    connection: z.string(),
    checkedAt: z.string().optional(),
    sets: z.array(setOutput),
  }),

  async read(deps, asker, { tenant: text, set }) {
    const tenant = await getNamedTenant(deps, asker, text)
    const sets = set === undefined ? deps.catalog.sets : [getNamedSet(deps, set)]
    return {
      tenant: sayTenant(tenant),
      connection: tenant.state,
      ...(tenant.checkedAt && { checkedAt: tenant.checkedAt.toISOString() }),
      sets: await readSets(deps, tenant, sets),
    }
  },
})
