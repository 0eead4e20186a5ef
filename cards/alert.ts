import layoutJson from './alert.json' with { type: 'json' }
import type { AlertCardData } from './alert-data.ts'
import { snoozePart } from './alert-snooze.ts'
import { alertText, endText } from './alert-text.ts'
import { button, linkButton, primary } from './buttons.ts'
import { alertReferenceParts } from './elements/reference.ts'
import { frame } from './frame.ts'
import { noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { capital, dotted, escapeMarkdown, list, moment, namedTenant, stopped } from './text.ts'
import type { AlertCondition } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface Filled {
  title: string
  subtitle: string
  owner: string
  state: string
  what: string
  losses: string
  next: string
  where: string
  apps: string
  reference: Element[]
  snooze: Element[]
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** One alert: what happened, where, who did it, its effects, what to do, and its state. */
export function alertCard(data: AlertCardData): Card {
  const { id, severity, openedAt, tenant, apps, now } = data
  const { icon, title, what, next } = alertText(data)
  const over = data.state === 'resolved'
  const may = !over && data.rights.act && data.state !== 'accepted'
  const filled = layout({
    title: `${icon} ${title}`,
    subtitle: dotted(
      words.alerts.number(id),
      words.alerts.severity[severity].words,
      words.alerts.opened(moment(openedAt, now)),
    ),
    owner: ownerLine(data),
    state: stateLine(data),
    what: stopped(what).replace(/\.\.$/, '.'),
    losses: over ? '' : lossesLine(data),
    next: !over && next ? words.alerts.next(next) : '',
    where: tenant ? namedTenant(tenant) : '',
    apps: apps.length > 0 ? words.alerts.apps(list(apps.map((app) => escapeMarkdown(app.name, 40)))) : '',
    reference: alertReferenceParts(data, data.rights.act),
    snooze: may ? snoozePart(data) : [],
    actions: actions(data),
  })
  return frame(filled, `${icon} ${words.alerts.number(id)}: ${title}`, noticeParts(data.notice, now))
}

/** The worst two: more would bury the button. */
function lossesLine({ losses }: AlertCardData): string {
  const said = losses.map((loss) => escapeMarkdown(loss, 160))
  return said.length > 0 ? stopped(words.alerts.losses(said.length, said.slice(0, 2).join('. '))) : ''
}

function ownerLine({ owner, deputy }: AlertCardData): string {
  const name = (of: string | undefined): string => escapeMarkdown(of ?? '', 60)
  const line = dotted(
    owner && words.owners.onAlert.owner(name(owner)),
    deputy && words.owners.onAlert.deputy(name(deputy)),
  )
  return line && capital(line)
}

/** Why it is in this chat; what somebody has answered says more. */
function passedLine({ passed, owner }: AlertCardData): string {
  const { onAlert, problem } = words.owners
  if (!passed) return ''
  if (passed.as === 'approvers')
    return `⚠️ ${onAlert.fallsBack(problem[passed.problem](escapeMarkdown(passed.name, 60)))}`
  return `⏰ ${owner ? onAlert.silent(escapeMarkdown(owner, 60)) : onAlert.silentNobody}`
}

const ownerButton = ({ tenant, set }: AlertCardData, about: string): Element =>
  button(
    'showOwner',
    { ...(tenant && { tenantId: tenant.id }), ...(set && { setId: set.id }) },
    about,
    words.owners.onAlert.change,
  )

function stateLine(data: AlertCardData): string {
  const { state, acknowledged, snoozed, snoozedUntil, accepted, outdated, now } = data
  const name = (person: { name: string } | undefined): string => escapeMarkdown(person?.name ?? '', 60)
  const lines = {
    open: passedLine(data),
    acknowledged: acknowledged
      ? words.alerts.acknowledged(name(acknowledged.by), moment(acknowledged.at, now))
      : '',
    snoozed: snoozedUntil
      ? words.alerts.snoozed(
          moment(snoozedUntil, now),
          name(snoozed?.by),
          escapeMarkdown(snoozed?.reason ?? '', 500),
        )
      : '',
    accepted: accepted ? words.alerts.accepted(moment(accepted.until, now), name(accepted.by)) : '',
    resolved: endLine(data),
  }
  return [lines[state], outdated ? words.alerts.outdated : ''].filter(Boolean).join(' ')
}

function endLine(data: AlertCardData): string {
  const { resolvedAt, openedAt, now } = data
  const at = resolvedAt ?? now
  const minutes = Math.floor((at.getTime() - openedAt.getTime()) / 60_000)
  const lasted = words.alerts.lasted(moment(at, now), words.alerts.span(minutes))
  return `✅ **${words.alerts.resolved(endText(data))}** · ${lasted}`
}

/** The fix first, then the actions on the alert itself. */
function actions(data: AlertCardData): Element[] {
  const { id, version: v, state, tenant, set, rights } = data
  const about = dotted(set?.name, tenant?.name) || words.alerts.number(id)
  const live = state !== 'resolved'
  const awake = live && state !== 'accepted'
  const passedOn = data.passed?.as === 'approvers'
  const all = awake ? fixes(data, about) : []
  // The owner takes the place of the third.
  const [fix, ...others] = passedOn ? all.slice(0, 2) : all
  return [
    ...(fix ? [primary(fix), ...others] : []),
    ...(live && passedOn ? [ownerButton(data, about)] : []),
    ...(awake && rights.act && state !== 'acknowledged' ? [button('acknowledge', { alertId: id, v })] : []),
    ...(awake && rights.act && state !== 'snoozed' ? [snoozeButton] : []),
    ...(awake && rights.act && data.canAccept && !passedOn
      ? [button('acceptAlertForm', { alertId: id }, about)]
      : []),
    ...(state === 'accepted' && tenant ? [button('exceptionsOf', { tenantId: tenant.id })] : []),
    ...details(data, about),
  ]
}

const snoozeButton: Element = {
  type: 'Action.ToggleVisibility',
  title: 'Snooze',
  targetElements: ['snooze'],
}

function details({ tenant, set, condition }: AlertCardData, about: string): Element[] {
  if (tenant && set) return [button('details', { tenantId: tenant.id, setId: set.id }, about)]
  if (tenant) return [button('openTenant', { tenantId: tenant.id }, about, words.buttons.details)]
  if (set && aboutApis.has(condition))
    return [button('set', { setId: set.id }, set.name, words.plan.everyPermission)]
  return [button('settings', {})]
}

/** What concerns a set in all its tenants, and no registration. */
const aboutApis: ReadonlySet<AlertCondition> = new Set(['apiEnding', 'apiNeedsMore'])

type Fix = 'grant' | 'update' | 'connect' | 'sync' | 'entra' | 'check' | 'accept' | 'block'

const fixesOf: Partial<Record<AlertCondition, readonly Fix[]>> = {
  permissionsRemoved: ['grant'],
  appRemoved: ['grant'],
  consentFailed: ['grant'],
  permissionsNew: ['update'],
  connectionLost: ['connect', 'sync'],
  appDisabled: ['entra', 'check'],
  settingMissing: ['entra', 'check'],
  grantedBeyond: ['entra', 'check'],
  grantsUnexplained: ['accept', 'block', 'entra'],
  otherError: ['entra', 'check'],
}
/** A path to Global Administrator is stopped first. */
const fixesOfCritical: typeof fixesOf = { grantsUnexplained: ['block', 'accept', 'entra'] }

function fixes(data: AlertCardData, about: string): Element[] {
  const { id, condition, severity, tenant, set, entraUrl, rights, findings, facts } = data
  if (facts.source && aboutApis.has(condition))
    return [linkButton(words.retirements.source, facts.source, about)]
  if (!tenant) return condition === 'syncStopped' && rights.act ? [button('resumeSync', { alertId: id })] : []
  const tenantId = tenant.id
  const order = { setId: set?.id ?? '', tenantIds: [tenantId] }
  const connects = findings[0]?.reconnects !== false
  // People who cannot grant can request it.
  const asking = set && rights.act ? button('requestGrantForm', order, about) : undefined
  const make: Record<Fix, () => Element | undefined> = {
    grant: () => (rights.fix ? button('grant', order, about) : asking),
    update: () => (rights.fix ? button('update', order, about) : asking),
    connect: () => (rights.fix && connects ? button('connect', { domain: tenantId }, about) : undefined),
    sync: () => (rights.act && !connects ? button('syncNow', { tenantId }, about) : undefined),
    accept: () =>
      rights.act && set ? button('acceptGrants', { tenantId, setId: set.id }, about) : undefined,
    block: () => (rights.act && set ? button('block', { tenantId, setId: set.id }, about) : undefined),
    entra: () => (entraUrl ? linkButton(words.openInEntra, entraUrl, about) : undefined),
    check: () =>
      rights.act && set ? button('checkAgain', { tenantId, setId: set.id, alertId: id }, about) : undefined,
  }
  const critical = severity === 'critical' ? fixesOfCritical[condition] : undefined
  return (critical ?? fixesOf[condition] ?? []).map((fix) => make[fix]()).filter((made) => made !== undefined)
}
