import { button, linkButton } from './buttons.ts'
import { frame } from './frame.ts'
import layoutJson from './permission-why.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import { worthText } from './retirement-text.ts'
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
    worth: string
  }[]
  also: string
  promise: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const shownUses = 5
const mostSources = 2

/** Why a permission is needed: by which sets and apps, what for, what is lost without it, and how risky it is. */
export function permissionWhyCard({ value, uses, now }: PermissionWhyData): Card {
  const rest = new Set(uses.slice(shownUses).map(({ set }) => escapeMarkdown(set.name)))
  const subtitle = words.why.subtitle(new Set(uses.map(({ set }) => set.id)).size)
  const filled = layout({
    title: words.why.title(escapeMarkdown(value)),
    subtitle,
    uses: uses.slice(0, shownUses).map((use) => filledUse(use, now)),
    also: rest.size > 0 ? words.why.also(list([...rest], 12)) : '',
    promise: words.why.readOnly,
    actions: [...sourceButtons(uses), button('catalog', {})],
  })
  return frame(filled, `${words.why.title(value)} ${subtitle}`)
}

/** Where it stands that an API ends, or is a preview. */
function sourceButtons(uses: readonly PermissionUse[]): Element[] {
  const sources = uses.flatMap(({ permission: { retires, preview } }) =>
    [retires?.source, preview?.source].filter((source) => source !== undefined),
  )
  return [...new Set(sources)].slice(0, mostSources).map((url) => linkButton(words.retirements.source, url))
}

function filledUse({ set, apps, permission }: PermissionUse, now: Date): Filled['uses'][number] {
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
    worth: worthText(permission, now),
    apps: words.why.apps(
      list(
        apps.map((app) => escapeMarkdown(app.name, 60)),
        6,
      ),
    ),
  }
}
