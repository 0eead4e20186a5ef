import { explainPermission } from '#domain/catalog/explain.ts'
import { readPermissionText } from '#domain/catalog/read-permission-text.ts'
import { retirementNow } from '#domain/catalog/retirement.ts'
import type { Deps } from '#domain/deps.ts'
import { UserError } from '#platform/base/errors.ts'
import { permissionWhyCard } from '../../../cards/permission-why.ts'
import type { Card } from '../../../cards/render.ts'

/** Which sets and apps need a permission, and what for. @throws UserError PERMISSION_UNKNOWN */
export function showWhy({ catalog, clock }: Pick<Deps, 'catalog' | 'clock'>, asked: string): Card {
  const { name: text, type } = readPermissionText(asked)
  const found = explainPermission(catalog, text).filter((each) => !type || each.type === type)
  const [first] = found
  if (!first) throw new UserError('PERMISSION_UNKNOWN', { text: asked })
  // A permission that only contains the text has a card of its own.
  const same = found.filter(({ value }) => value === first.value)
  const now = clock()
  const uses = same.flatMap(({ api, value, type, tier, tierSource, neededBy }) =>
    neededBy.map(({ setId, setName, apps, reason, without, retires, preview }) => ({
      set: { id: setId, name: setName },
      apps: apps.map(({ id, name }) => ({ id, name })),
      permission: {
        ...{ api, value, type, tier, tierSource, reason, without, preview },
        retires: retirementNow(retires, now),
      },
    })),
  )
  return permissionWhyCard({ now, value: first.value, uses })
}
