import { button } from './buttons.ts'
import { frame } from './frame.ts'
import { pageOf } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { withWorth } from './retirement-text.ts'
import layoutJson from './set.json' with { type: 'json' }
import type { AppRef, PermissionRef, SetRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

export interface SetCardData {
  now: Date
  set: SetRef
  clientId?: string
  apps: readonly SetApp[]
  permissions: readonly PermissionRef[]
  settings: readonly { name: string; coach: string; without: string }[]
  /** Where the list comes from. */
  source: 'registration' | 'catalog'
  /** From 1; eight permissions a page. */
  page?: number
}

export type SetApp = AppRef & { purpose: string; tenantLimit?: number; manualSync: boolean }

interface Filled {
  title: string
  subtitle: string
  clientId: string
  tierZero: string
  appsTitle: string
  apps: { line: string }[]
  groups: { title: string; permissions: { name: string; reason: string; without: string }[] }[]
  settingsTitle: string
  settings: { name: string; coach: string; without: string }[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const pageSize = 8
const shownApps = 8

/** One set for a reviewer: its apps, then every permission with its reason. */
export function setCard(data: SetCardData): Card {
  const { set, permissions, source, clientId } = data
  const subtitle = words.set.subtitle(permissions.length, source)
  const { shown, page, pages } = pageOf(sorted(permissions), data.page, pageSize)
  const tierZero = permissions.filter(({ tier }) => tier === 0).length
  const filled = layout({
    title: escapeMarkdown(set.name),
    subtitle,
    clientId: clientId ? words.set.clientId(escapeMarkdown(clientId)) : `⚠️ ${words.set.notConfigured}`,
    tierZero: tierZero > 0 ? `⚠️ ${words.set.tierZero(tierZero)}` : '',
    ...appsPart(page === 1 ? data.apps : []),
    groups: groups(shown, permissions, data.now),
    ...settingsPart(page === pages ? data.settings : []),
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: [
      ...(page > 1 ? [button('previousInSet', { setId: set.id, page: page - 1 })] : []),
      ...(page < pages ? [button('nextInSet', { setId: set.id, page: page + 1 })] : []),
      button('catalog', {}),
      // Four buttons in a row cannot be read on a phone.
      ...(page === 1 ? [button('pack', { setId: set.id }, set.name)] : []),
      ...(page === pages ? [button('history', { setId: set.id }, set.name)] : []),
    ],
  })
  return frame(filled, `${set.name}: ${subtitle}`)
}

/** By API in the order of the list; within one, the riskiest first. */
function sorted(permissions: readonly PermissionRef[]): PermissionRef[] {
  const apis = [...new Set(permissions.map(({ api }) => api))]
  return permissions.toSorted((a, b) => apis.indexOf(a.api) - apis.indexOf(b.api) || a.tier - b.tier)
}

function groups(shown: readonly PermissionRef[], all: readonly PermissionRef[], now: Date): Filled['groups'] {
  return [...Map.groupBy(shown, ({ api }) => api)].map(([api, permissions]) => ({
    title: words.set.group(escapeMarkdown(api), all.filter((each) => each.api === api).length),
    permissions: permissions.map(({ value, type, tier, tierSource, reason, without, ...rest }) => ({
      name: `**${escapeMarkdown(value)}** · ${dotted(words.type[type], words.shortTier[tier], tierSource && words.ratedBy[tierSource])}`,
      reason: withWorth(escapeMarkdown(reason, 300), rest, now),
      without: words.without(escapeMarkdown(without, 300)),
    })),
  }))
}

function appsPart(apps: readonly SetApp[]): Pick<Filled, 'appsTitle' | 'apps'> {
  const lines = apps.slice(0, shownApps).map(({ name, purpose, tenantLimit, manualSync }) => ({
    line: dotted(
      `**${escapeMarkdown(name)}**: ${escapeMarkdown(purpose, 300)}`,
      tenantLimit !== undefined && words.set.limit(tenantLimit),
      !manualSync && words.set.noManualSync,
    ),
  }))
  const rest = apps.slice(shownApps).map(({ name }) => escapeMarkdown(name))
  return {
    appsTitle: apps.length > 0 ? words.set.apps : '',
    apps: rest.length > 0 ? [...lines, { line: rest.join(', ') }] : lines,
  }
}

function settingsPart(settings: SetCardData['settings']): Pick<Filled, 'settingsTitle' | 'settings'> {
  return {
    settingsTitle: settings.length > 0 ? words.set.settings : '',
    settings: settings.map(({ name, coach, without }) => ({
      name: `**${escapeMarkdown(name)}**`,
      coach: escapeMarkdown(coach, 600),
      without: words.without(escapeMarkdown(without, 300)),
    })),
  }
}
