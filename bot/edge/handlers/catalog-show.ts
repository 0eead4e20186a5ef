import { z } from 'zod'
import { catalogCard } from '../../../cards/catalog.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { appRefs, setRef } from '../views/refs.ts'
import { defineHandler, defineWord } from './define.ts'
import { page } from './input.ts'

/** All sets with their apps, permissions and settings. */
export const catalogShow = defineHandler({
  verb: 'catalog.show',
  role: 'viewer',
  reach: 'nothing',
  input: z.object({ page }),

  async handle({ input, deps }) {
    const { catalog, clientIds } = deps
    const sets = catalog.sets.map((set) => ({
      set: setRef(set),
      apps: appRefs(catalog, set),
      permissions: set.permissions.length,
      tierZero: set.permissions.filter((permission) => permission.tier === 0).length,
      settings: set.settings.map((setting) => setting.name),
      configured: clientIds[set.id] !== undefined,
    }))
    const { suite, version } = catalog
    return toEveryone(catalogCard({ now: deps.clock(), suite, version, sets, page: input.page }))
  },
})

export const catalogCommand = defineWord({
  word: 'catalog',
  said: ['catalogue', 'permission sets', 'sets', 'set list', 'apps', 'app list', 'which sets are there'],
  action: catalogShow,
})
