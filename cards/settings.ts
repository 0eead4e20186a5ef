import { button } from './buttons.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type OutcomeData, outcomeLine } from './outcome.ts'
import { pageThatFits } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import layoutJson from './settings.json' with { type: 'json' }
import { type HistorySettings, historyFacts, historyProblems } from './settings-history.ts'
import { preflightLine, type SettingsPreflight } from './settings-preflight.ts'
import { roleLines, roleProblems, type SettingsRole } from './settings-roles.ts'
import { iconOfSet, rowOfSet, type SetRow, type SettingsSet } from './settings-sets.ts'
import { escapeMarkdown, moment, number } from './text.ts'
import { type UndeliveredData, undeliveredParts } from './undelivered.ts'
import { type WebhookTargetData, webhookPages, webhookParts, webhookTroubles } from './webhooks.ts'
import { en as words } from './words/en.ts'

export interface SettingsData {
  now: Date
  version: string
  suite: string
  catalog: { version: number; source: string; sets: number; permissions: number }
  tenants: number
  publicUrl: string
  syncEveryMs: number
  nextSyncAt?: Date
  /** Absent: the history is kept forever. */
  retentionDays?: number
  /** Absent: the reader doesn't see all of it. */
  history?: HistorySettings
  /** Tenants whose apps lose access because they can't be read; absent: none, or the reader doesn't see all of them. */
  accessEnding?: { tenants: number; endsAt: Date } | undefined
  demo: boolean
  /** Who has which role, by the entries of the configuration. */
  roles: readonly SettingsRole[]
  /** All roles were read, and there is no approver. */
  hasNoApprover: boolean
  /** Why the accounts of people can't be read. */
  accountsUnread?: OutcomeData
  sets: readonly SettingsSet[]
  /** Operator alarms that belong to no set. */
  problems: readonly string[]
  /** Absent: the reader can't run the checks. */
  preflight?: SettingsPreflight
  /** Cards that could not be delivered. */
  undelivered?: UndeliveredData
  webhooks?: readonly WebhookTargetData[]
  /** The action that was just done. */
  notice?: Notice
  /** From 1; eight sets a page. */
  page?: number
}

interface Filled {
  title: string
  subtitle: string
  demo: string
  problemsTitle: string
  problems: { line: string }[]
  undelivered: Element[]
  webhooks: Element[]
  facts: { title: string; value: string }[]
  rolesTitle: string
  roles: { line: string }[]
  setsTitle: string
  sets: SetRow[]
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const pageSize = 8
/** Characters of the sets on a page that shows webhooks too; eight sets that are well have fewer. */
const besideWebhooks = 1_600
const shownProblems = 10
const hourMs = 3_600_000

/** The configuration of this installation, its problems, and whether each app registration is ready for consent. */
export function settingsCard(data: SettingsData): Card {
  const { sets } = data
  const problems = problemLines(data)
  const { page, pages, shown } = pageOfSettings(data)
  const wrong = sets.filter((set) => ['❌', '⚠️'].includes(iconOfSet(set))).length
  const undelivered = data.undelivered ?? { count: 0, cards: [] }
  const troubled = webhookTroubles(data.webhooks)
  const webhooks = webhookParts(data.webhooks, page, data.now)
  const troubles = wrong + problems.length + (undelivered.count > 0 ? 1 : 0) + troubled
  const filled = layout({
    title: words.settings.title,
    subtitle: words.settings.subtitle(escapeMarkdown(data.suite), escapeMarkdown(data.version, 20)),
    demo: data.demo ? words.settings.demo : '',
    problemsTitle: problemsTitle(problems.length, troubles),
    problems: problems.slice(0, shownProblems).map((line) => ({ line })),
    undelivered: [...undeliveredParts(undelivered, data.now), ...(troubled > 0 ? webhooks : [])],
    webhooks: troubled > 0 ? [] : webhooks,
    facts: facts(data),
    rolesTitle: words.settings.facts.roles,
    roles: roleLines(data.roles),
    setsTitle: shown.length > 0 ? words.settings.sets(sets.length, wrong) : '',
    sets: shown,
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: buttons(data, page, pages),
  })
  return frame(
    filled,
    `${words.settings.title}: ${troubles === 0 ? words.settings.noProblems : words.settings.troubles(troubles)}`,
    noticeParts(data.notice, data.now),
  )
}

function problemLines(data: SettingsData): string[] {
  return [
    ...(data.history ? historyProblems(data.history) : []),
    ...(data.accountsUnread ? [words.settings.accountsUnread(outcomeLine(data.accountsUnread))] : []),
    ...(data.accessEnding ? [accessLine(data.accessEnding, data.now)] : []),
    ...roleProblems(data.roles, data.hasNoApprover),
    ...preflightLine(data.preflight, data.now).problems,
    ...data.problems.map((problem) => escapeMarkdown(problem, 300)),
  ]
}

/** The page, of as many as sets and webhooks take, and the sets on it, worst first. */
function pageOfSettings({ sets, webhooks, page: wanted, now }: SettingsData) {
  const icons = ['❌', '⚠️', '❔', '✅']
  const worstFirst = sets.toSorted((a, b) => icons.indexOf(iconOfSet(a)) - icons.indexOf(iconOfSet(b)))
  const rows = worstFirst.map((set) => rowOfSet(set, now))
  const budget = webhooks?.length ? besideWebhooks : Number.POSITIVE_INFINITY
  const ofSets = pageThatFits(rows, wanted, { most: pageSize, budget, weigh: lengthOf })
  const pages = Math.max(ofSets.pages, webhookPages(webhooks))
  const page = Math.min(Math.max(1, wanted ?? 1), pages)
  return { page, pages, shown: page === ofSets.page ? [...ofSets.shown] : [] }
}

const lengthOf = ({ name, state, source }: SetRow): number => name.length + state.length + source.length

function accessLine({ tenants, endsAt }: NonNullable<SettingsData['accessEnding']>, now: Date): string {
  const { accessEnding, accessEnded } = words.settings
  return (now < endsAt ? accessEnding : accessEnded)(tenants, moment(endsAt, now))
}

function problemsTitle(problems: number, troubles: number): string {
  if (problems > 0) return `❌ ${words.settings.problems}`
  return troubles === 0 ? `✅ ${words.settings.noProblems}` : ''
}

function howOften(ms: number): string {
  if (ms % hourMs === 0) return words.settings.hours(ms / hourMs)
  return ms < 60_000 ? words.settings.seconds(ms / 1000) : words.settings.minutes(Math.round(ms / 60_000))
}

function facts(data: SettingsData): Filled['facts'] {
  const { catalog, syncEveryMs, nextSyncAt, now } = data
  const every = howOften(syncEveryMs)
  const names = words.settings.facts
  return [
    {
      title: names.catalog,
      value: words.settings.catalog(
        catalog.version,
        catalog.sets,
        catalog.permissions,
        escapeMarkdown(catalog.source),
      ),
    },
    { title: names.tenants, value: number(data.tenants) },
    { title: names.sync, value: words.settings.sync(every, nextSyncAt ? moment(nextSyncAt, now) : '') },
    ...(data.retentionDays === undefined
      ? []
      : [{ title: names.retention, value: words.settings.retention(data.retentionDays) }]),
    { title: names.address, value: escapeMarkdown(data.publicUrl) },
    ...preflightLine(data.preflight, now).facts,
    ...(data.history ? historyFacts(data.history) : []),
  ]
}

function buttons({ preflight }: SettingsData, page: number, pages: number): Element[] {
  return [
    ...(page > 1 ? [button('previousSettings', { page: page - 1 })] : []),
    ...(page < pages ? [button('nextSettings', { page: page + 1 })] : []),
    button('settings', {}, undefined, words.buttons.refreshTenant),
    ...(preflight ? [button('checkNow', {})] : []),
    ...(pages === 1 ? [button('catalog', {})] : []),
  ]
}
