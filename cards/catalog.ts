import { button } from './buttons.ts'
import layoutJson from './catalog.json' with { type: 'json' }
import { frame } from './frame.ts'
import { pageOf } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, SetRef } from './subjects.ts'
import { dotted, escapeMarkdown, list } from './text.ts'
import { en as words } from './words/en.ts'

interface CatalogCardData {
  now: Date
  suite: string
  version: number
  sets: readonly CatalogSet[]
  /** From 1; eight sets a page. */
  page?: number
}

interface CatalogSet {
  set: SetRef
  apps: readonly AppRef[]
  permissions: number
  /** How many of them are a path to Global Administrator. */
  tierZero: number
  settings: readonly string[]
  /** false: no client id is configured. */
  configured: boolean
}

interface Filled {
  title: string
  subtitle: string
  empty: string
  sets: { open: Element; name: string; line: string; settings: string; apps: string }[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const pageSize = 8

/** All permission sets with their permissions and apps; each row opens its set. */
export function catalogCard(data: CatalogCardData): Card {
  const { suite, version, sets } = data
  const { shown, page, pages } = pageOf(sets, data.page, pageSize)
  const filled = layout({
    title: words.catalog.title,
    subtitle: words.catalog.subtitle(escapeMarkdown(suite), version, sets.length),
    empty: sets.length === 0 ? words.catalog.empty : '',
    sets: shown.map(filledSet),
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: [
      button('tenants', {}),
      ...(page > 1 ? [button('previousInCatalog', { page: page - 1 })] : []),
      ...(page < pages ? [button('nextInCatalog', { page: page + 1 })] : []),
    ],
  })
  return frame(filled, `${words.catalog.title}: ${words.catalog.subtitle(suite, version, sets.length)}`)
}

function filledSet({ set, apps, permissions, tierZero, settings, configured }: CatalogSet) {
  return {
    open: button('set', { setId: set.id }, set.name),
    name: escapeMarkdown(set.name),
    line: dotted(
      words.catalog.line(permissions, tierZero),
      !configured && `⚠️ ${words.catalog.notConfigured}`,
    ),
    settings:
      settings.length > 0 ? words.catalog.settings(list(settings.map((name) => escapeMarkdown(name)))) : '',
    apps: list(apps.map((app) => escapeMarkdown(app.name))),
  }
}
