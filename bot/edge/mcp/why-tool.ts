import { z } from 'zod'
import { explainPermission } from '#domain/catalog/explain.ts'
import { appsOfSet } from '#domain/catalog/find.ts'
import type { Permission } from '#domain/catalog/permission-set.ts'
import { readPermissionText } from '#domain/catalog/read-permission-text.ts'
import type { Deps } from '#domain/deps.ts'
import { getRequirement, getSet } from '#domain/requirements/current-requirements.ts'
import { worthOnPage } from '../../../cards/retirement-text.ts'
import { mcpEn as words } from '../../../cards/words/mcp-en.ts'
import { pagesEn } from '../../../cards/words/pages-en.ts'
import { readReason } from '../teams/grammar/read-reason.ts'
import { permissionRef } from '../views/refs.ts'
import { defineTool, nameInput } from './tool.ts'

const useOutput = z.object({
  set: z.object({ id: z.string(), name: z.string() }),
  apps: z.array(z.string()),
  permission: z.string(),
  api: z.string(),
  type: z.string(),
  risk: z.string(),
  reason: z.string(),
  without: z.string(),
  ends: z.string().optional(),
})

export const whyTool = defineTool({
  name: 'why',
  ...words.tools.why,
  input: z.strictObject({ about: nameInput(words.input.about) }),
  output: z.object({ uses: z.array(useOutput) }),

  async read(deps, _asker, { about }) {
    const asked = readReason(deps.catalog, about, about)
    return {
      uses: 'setId' in asked ? await usesOfSet(deps, asked.setId) : usesOfPermission(deps, asked.text),
    }
  },
})

type Use = z.input<typeof useOutput>

async function usesOfSet(deps: Deps, setId: string): Promise<Use[]> {
  const { permissions } = await getRequirement(deps, deps.database.db, setId)
  return permissions.map((permission) => useOf(deps, setId, permission))
}

/** A permission that only contains the text is another one. */
function usesOfPermission(deps: Deps, text: string): Use[] {
  const { name, type } = readPermissionText(text)
  const found = explainPermission(deps.catalog, name).filter((each) => !type || each.type === type)
  const same = found.filter(({ value }) => value === found[0]?.value)
  return same.flatMap(({ neededBy, ...permission }) =>
    neededBy.map(({ setId, ...need }) => useOf(deps, setId, { ...permission, ...need })),
  )
}

function useOf(
  deps: Deps,
  setId: string,
  permission: Pick<Permission, 'api' | 'value' | 'type' | 'tier' | 'reason' | 'without'> &
    Partial<Permission>,
): Use {
  const set = getSet(deps, setId)
  const { api, value, type, tier, reason, without } = permission
  const now = deps.clock()
  const ends = worthOnPage(permissionRef(permission as Permission, now), now)
  return {
    set: { id: set.id, name: set.name },
    apps: appsOfSet(deps.catalog, set).map(({ name }) => name),
    permission: value,
    api,
    type,
    risk: pagesEn.start.tiers[tier],
    reason,
    without,
    ...(ends !== '' && { ends }),
  }
}
