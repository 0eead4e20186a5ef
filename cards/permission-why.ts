import { button } from './buttons.ts'
import { frame } from './frame.ts'
import layoutJson from './permission-why.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PermissionRef, SetRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, list } from './text.ts'
import { en as words } from './words/en.ts'

interface PermissionWhyData {
  now: Date
  /** The requested permission, for example `Directory.Read.All`. */
  value: string
  /** One for each set and API that requires it. */
  uses: readonly PermissionUse[]
}

interface PermissionUse {
  set: SetRef
  apps: readonly AppRef[]
  permission: PermissionRef
}

interface Filled {
  title: string
  subtitle: string
  uses: {
    open: Element
    name: string
    kind: string
    reason: string
    without: string
    apps: string
  }[]
  also: string
  promise: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const shownUses = 5

/** Why a permission is needed: by which sets and apps, what for, what is lost without it, and how risky it is. */
export function permissionWhyCard({ value, uses }: PermissionWhyData): Card {
  const rest = new Set(uses.slice(shownUses).map(({ set }) => escapeMarkdown(set.name)))
  const subtitle = words.why.subtitle(new Set(uses.map(({ set }) => set.id)).size)
  const filled = layout({
    title: words.why.title(escapeMarkdown(value)),
    subtitle,
    uses: uses.slice(0, shownUses).map(filledUse),
    also: rest.size > 0 ? words.why.also(list([...rest], 12)) : '',
    promise: words.why.readOnly,
    actions: [button('catalog', {})],
  })
  return frame(filled, `${words.why.title(value)} ${subtitle}`)
}

function filledUse({ set, apps, permission }: PermissionUse): Filled['uses'][number] {
  const { api, type, tier, tierSource, reason, without } = permission
  return {
    open: button('set', { setId: set.id }, set.name),
    name: escapeMarkdown(set.name),
    kind: capital(
      dotted(
        escapeMarkdown(api),
        words.type[type],
        words.tier[tier],
        tierSource && words.ratedBy[tierSource],
      ),
    ),
    reason: words.why.for(escapeMarkdown(reason, 300)),
    without: words.without(escapeMarkdown(without, 300)),
    apps: words.why.apps(
      list(
        apps.map((app) => escapeMarkdown(app.name, 60)),
        6,
      ),
    ),
  }
}
