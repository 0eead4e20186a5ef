import { expect, it } from 'vitest'
import { loadCatalog } from '#domain/catalog/load-catalog.ts'
import { readSets } from '../../scripts/setup/answers.ts'
import type { Graph } from '../../scripts/setup/graph.ts'

it('a client ID that the catalog calls a former one is refused, as the bot would at its start', async () => {
  const { sets, ...catalog } = await loadCatalog()
  const ids = sets.map(({ id }, at) => [id, `00000000-0000-4000-8000-00000000000${at}`] as const)
  const [, former] = ids[0] ?? []
  const withFormer = {
    ...catalog,
    sets: sets.map((set) => ({ ...set, formerClientIds: former ? [former] : [] })),
  }
  const text = ids.map((pair) => pair.join('=')).join(',')
  // Nobody asks Entra about it.
  await expect(readSets({} as Graph, withFormer, text)).rejects.toThrow(/is in use, but the catalog lists it/)
})
