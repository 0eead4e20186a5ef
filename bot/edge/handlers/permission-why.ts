import { z } from 'zod'
import { explainPermission } from '#domain/catalog/explain.ts'
import { findSets } from '#domain/catalog/find.ts'
import { readPermissionText } from '#domain/catalog/read-permission-text.ts'
import { UserError } from '#platform/base/errors.ts'
import { unwrapName } from '#platform/microsoft/read-tenant-text.ts'
import { permissionWhyCard } from '../../../cards/permission-why.ts'
import { toEveryone } from '../teams/actions/answer.ts'
import { showSet } from '../views/set-view.ts'
import { defineHandler, defineWord } from './define.ts'
import { nameSet, whole } from './input.ts'
import { typedLine } from './typed-text.ts'

/** Why a permission is needed, or what a set requires. */
export const permissionWhy = defineHandler({
  verb: 'permission.why',
  role: 'viewer',
  reach: 'nothing',
  input: z.object({ text: typedLine(400) }),

  async handle({ input, deps }) {
    const { name: text, type } = readPermissionText(input.text)
    const found = explainPermission(deps.catalog, text).filter((each) => !type || each.type === type)
    const sets = type ? [] : findSets(deps.catalog, text)
    const [set] = sets
    if (found.length === 0 && set && sets.length === 1)
      return toEveryone(await showSet(deps, { setId: set.id }))
    const [first] = found
    if (!first) throw new UserError('PERMISSION_UNKNOWN', { text: input.text })
    const uses = found.flatMap(({ api, value, type, tier, tierSource, neededBy }) =>
      neededBy.map(({ setId, setName, apps, reason, without }) => ({
        set: { id: setId, name: setName },
        apps: apps.map(({ id, name }) => ({ id, name })),
        permission: { api, value, type, tier, tierSource, reason, without },
      })),
    )
    return toEveryone(permissionWhyCard({ now: deps.clock(), value: first.value, uses }))
  },
})

const usage = 'why <permission or set>'

export const whyCommand = defineWord({
  word: 'why',
  usage,
  examples: ['why Directory.Read.All'],
  read: async (args, { catalog }, _actor, { addressed }) => {
    if (args === '') throw new UserError('COMMAND_INCOMPLETE', { usage })
    if (explainPermission(catalog, readPermissionText(args).name).length > 0) return { text: args }
    const isSet = findSets(catalog, unwrapName(args)).length > 0
    return { text: isSet ? nameSet({ catalog }, whole(args)).name : addressed }
  },
  action: permissionWhy,
})
