import { button, linkButton, primary } from './buttons.ts'
import { shownStatus } from './closed-status.ts'
import { type Elsewhere, elsewhereText, isElsewhere } from './elsewhere.ts'
import { acceptedText, type FindingData, findingText } from './findings.ts'
import { frame, sizeAsSent } from './frame.ts'
import { fittingButtons, hasConnect } from './grant-buttons.ts'
import layoutJson from './grant-details.json' with { type: 'json' }
import {
  type PermissionRow,
  permissionGroups,
  permissionParts,
  sortPermissions,
} from './grant-permissions.ts'
import { type Notice, noticeParts } from './notice.ts'
import { pageThatFits } from './paging.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PersonRef, Rights, SetRef, TenantRef } from './subjects.ts'
import { age, capital, day, dotted, escapeMarkdown, list, moment, namedTenant, start } from './text.ts'
import type { SettingState, Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface SettingRow {
  /** ID in the catalog. */
  id: string
  name: string
  state: SettingState
  coach: string
  without: string
  /** What a person said about a setting that no API shows. */
  confirmed?: { by: PersonRef; at: Date; askedAgainAt: Date }
}

export interface GrantDetailsData {
  now: Date
  tenant: TenantRef
  set: SetRef
  version: number
  clientId: string
  apps: readonly AppRef[]
  status: Status
  statusSince?: Date
  lastKnown?: Status
  /** A reset would change something. */
  canReset?: boolean
  /** Something of it can be accepted. */
  canAccept?: boolean
  /** Everything that would need action is accepted. */
  isExcepted?: boolean
  checkedAt?: Date
  findings: readonly FindingData[]
  permissions: readonly PermissionRow[]
  settings: readonly SettingRow[]
  /** Deep link to the enterprise application in the Entra admin center, when it is installed. */
  entraUrl?: string
  /** The same page of an app that the set replaced. */
  formerUrl?: string
  consentId?: string
  undoUntil?: Date
  elsewhere?: Elsewhere
  rights: Rights
  notice?: Notice
  /** From 1; used when the permissions do not fit one card. */
  page?: number
}

interface Filled {
  title: string
  where: string
  status: string
  findings: { what: string; next: string; who: string }[]
  acts: Element[]
  settingsTitle: string
  settings: { line: string; coach: string; without: string; acts: Element[] }[]
  wrongTitle: string
  wrong: Element[]
  folded: Element[]
  apps: string
  clientId: string
  pages: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const most = 20
const mostFindings = 5
/** Beside the one for a former app. */
const mostActs = 5
/** Of what a message may be; long findings and settings need the rest. */
const budget = 13_000

/** One set in one tenant: its status and the reasons, what to do, and every permission with what it is for. */
export function grantDetailsCard(data: GrantDetailsData): Card {
  const { set, tenant, now, status } = data
  const rows = sortPermissions(data.permissions)
  const weigh = (row: PermissionRow): number => sizeAsSent(permissionParts(row, now))
  const { shown, page, pages } = pageThatFits(rows, data.page, { most, budget, weigh })
  const former = data.formerUrl ? [linkButton(words.details.openFormer, data.formerUrl, set.name)] : []
  const [first, ...rest] = [...fittingButtons({ ...data, tenantId: tenant.id }).slice(0, mostActs), ...former]
  const filled = layout({
    title: escapeMarkdown(set.name),
    where: words.details.in(namedTenant(tenant)),
    status: statusLine(data),
    findings: page === 1 && !isElsewhere(data) ? findings(data) : [],
    acts: first ? [...(leadsToFix(status) && !data.isExcepted ? [primary(first)] : [first]), ...rest] : [],
    ...(page === 1 ? settingsPart(data) : noSettings),
    ...permissionGroups(shown, data.permissions, now),
    apps: words.details.apps(
      list(
        data.apps.map((app) => escapeMarkdown(app.name, 60)),
        12,
      ),
    ),
    clientId: words.details.clientId(escapeMarkdown(data.clientId)),
    pages: pages > 1 ? words.page(page, pages) : '',
    actions: barButtons(data, page, pages),
  })
  const says = `${set.name} ${words.details.in(tenant.name)}: ${shownStatus(data).words}`
  return frame(filled, says, noticeParts(data.notice, now))
}

/** A healthy or blocked grant needs no action, so no button is primary. */
const leadsToFix = (status: Status): boolean => status !== 'granted' && status !== 'blocked'

function statusLine(data: GrantDetailsData): string {
  const { status, statusSince, lastKnown, permissions, checkedAt, undoUntil, elsewhere, now } = data
  const { icon: ofStatus, words: says } = shownStatus(data)
  const icon = data.isExcepted ? words.exceptions.icon : ofStatus
  const where = elsewhere && elsewhereText(elsewhere)
  if (where && isElsewhere({ status, elsewhere })) return `${words.moves.icon} **${capital(where)}**`
  const granted = permissions.filter(({ state }) => state === 'granted').length
  const isRead = permissions.some(({ state }) => state !== 'notRead')
  return dotted(
    `${icon} **${says}**${statusSince ? ` ${words.details.since(start(statusSince, now))}` : ''}`,
    data.isExcepted && words.exceptions.cell.toLowerCase(),
    lastKnown && lastKnown !== status && words.lastKnown(words.statuses[lastKnown].words),
    isRead && words.tenant.granted(granted, permissions.length),
    checkedAt ? words.checked(age(checkedAt, now)) : words.neverChecked,
    undoUntil && undoUntil > now && words.tenant.undoUntil(moment(undoUntil, now)),
    where,
  )
}

function findings(data: GrantDetailsData): Filled['findings'] {
  const { findings: found, now, tenant } = data
  const told = found.filter(({ code }) => code !== 'ALL_GRANTED')
  const texts = told.slice(0, mostFindings).map((finding) => {
    const { what, next, who } = findingText(finding, now, tenant.domain, hasConnect(data))
    const accepted = capital(acceptedText(finding, now))
    if (accepted) return { what: `${words.exceptions.icon} **${what}**`, next: accepted, who: '' }
    return { what: `• **${what}**`, next, who: who ? words.mustAct(who) : '' }
  })
  const left = told.length - texts.length
  return left > 0 ? [...texts, { what: words.more(left), next: '', who: '' }] : texts
}

const noSettings = { settingsTitle: '', settings: [] }

/** The coach text of a setting is shown once, with its finding if there is one. */
function settingsPart(data: GrantDetailsData): Pick<Filled, 'settingsTitle' | 'settings'> {
  const { settings, now } = data
  return {
    settingsTitle: settings.length > 0 ? words.details.settings : '',
    settings: settings.map((row) => {
      const { name, state, coach, without, confirmed } = row
      const { icon, words: says } = words.details.setting[state]
      const open = state !== 'ok' && state !== 'confirmed'
      return {
        line: dotted(`${icon} **${escapeMarkdown(name)}**`, says),
        coach: open ? escapeMarkdown(coach, 600) : confirmed ? confirmedText(confirmed, now) : '',
        without: open ? words.without(escapeMarkdown(without, 250)) : '',
        acts: settingActs(data, row),
      }
    }),
  }
}

const confirmedText = ({ by, at, askedAgainAt }: NonNullable<SettingRow['confirmed']>, now: Date): string =>
  words.details.confirmed(escapeMarkdown(by.name, 60), day(at, now), day(askedAgainAt, now))

/** Only a person can say it, and only one who may decide. */
function settingActs(
  { tenant, set, version, rights }: GrantDetailsData,
  { id, name, state }: SettingRow,
): Element[] {
  if (!rights.grant) return []
  const order = { tenantId: tenant.id, setId: set.id, v: version, setting: id }
  if (state === 'unconfirmed') return [button('confirmSetting', { ...order, holds: true }, name)]
  return state === 'confirmed' ? [button('withdrawSetting', { ...order, holds: false }, name)] : []
}

function barButtons({ tenant, set, rights }: GrantDetailsData, page: number, pages: number): Element[] {
  const ids = { tenantId: tenant.id, setId: set.id }
  return [
    ...(page > 1 ? [button('previousPermissions', { ...ids, page: page - 1 })] : []),
    ...(page < pages ? [button('nextPermissions', { ...ids, page: page + 1 })] : []),
    ...(rights.sync ? [] : [button('details', ids, set.name, words.buttons.refreshTenant)]),
    button('history', ids, set.name),
    button('backToTenant', { tenantId: tenant.id }, tenant.name),
  ]
}
