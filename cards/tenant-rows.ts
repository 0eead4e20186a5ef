import { button } from './buttons.ts'
import { openUntilText, shownStatus } from './closed-status.ts'
import { compactRow, foldedParts } from './elements/rows.ts'
import { elsewhereText, isElsewhere } from './elsewhere.ts'
import { acceptedText, type FindingData, findingText } from './findings.ts'
import { hasConnect, rowButtons } from './grant-buttons.ts'
import type { Element } from './render.ts'
import { needingAction } from './status-order.ts'
import type { TenantCardData, TenantSetRow } from './tenant-data.ts'
import { age, dotted, escapeMarkdown, list, moment, plain } from './text.ts'
import type { Status } from './words/codes.ts'
import { en as words } from './words/en.ts'

export interface OpenSet {
  icon: string
  name: string
  status: string
  what: string
  who: string
  apps: string
  actions: Element[]
}

type Context = Pick<TenantCardData, 'tenant' | 'now' | 'rights'>

/** Somebody must do something about it. */
export const needsAction = (row: TenantSetRow): boolean =>
  needingAction.includes(row.status) && !isElsewhere(row) && !row.isExcepted

/** A set that needs action: what is wrong, who must act, and what can be done. */
export function openSet(row: TenantSetRow, context: Context): OpenSet {
  const { now } = context
  return {
    icon: iconOf(row),
    name: nameOf(row),
    status: dotted(shownStatus(row).words, openUntilText(row), lastKnownOf(row, now), acceptedOf(row, now)),
    ...restOf(row, context),
  }
}

/** What stands below the line of a set. */
function restOf(
  row: TenantSetRow,
  { tenant, now, rights }: Context,
): Pick<OpenSet, 'what' | 'who' | 'apps' | 'actions'> {
  const { what, who } = saidOf(row, { tenant, now, rights })
  return {
    what: dotted(what, undoOf(row, now), row.elsewhere && elsewhereText(row.elsewhere)),
    who,
    apps: appsOf(row),
    actions: rowButtons({ ...row, tenantId: tenant.id, rights, now }),
  }
}

/** A set that needs nothing: one line, and a click shows what else there is. */
export function foldedSet(row: TenantSetRow, context: Context): Element[] {
  const { set } = row
  const { what, who, actions, apps } = restOf(row, context)
  const texts = [
    { type: 'TextBlock', text: what, wrap: true },
    { type: 'TextBlock', text: who, spacing: 'None', wrap: true },
    { type: 'TextBlock', text: apps, isSubtle: true, spacing: 'None', wrap: true },
  ]
  return foldedParts(
    {
      id: `set-${set.id}`,
      icon: iconOf(row),
      text: dotted(nameOf(row), lineOf(row, context.now), acceptedOf(row, context.now)),
      title: words.tenant.showSet(plain(set.name, 60)),
    },
    [...texts.filter(({ text }) => text), { type: 'ActionSet', spacing: 'Small', actions }],
  )
}

/** A set whose app is used in another tenant, so that nothing can be granted here: a line, and the move. */
export function elsewhereSet(row: TenantSetRow, { tenant, now, rights }: Context): Element[] {
  const { set, elsewhere } = row
  const text = dotted(nameOf(row), elsewhere && elsewhereText(elsewhere))
  const open = button('details', { tenantId: tenant.id, setId: set.id }, set.name)
  const actions = rowButtons({ ...row, tenantId: tenant.id, rights, now })
  return [
    compactRow({ icon: words.moves.icon, text, action: open }),
    { type: 'ActionSet', spacing: 'Small', actions },
  ]
}

/** A set of a tenant that can't be read now: what was last known, with its age. A click shows the details. */
export function knownSet(row: TenantSetRow, { tenant, now }: Context): Element {
  const { set, status, lastKnown } = row
  const known = status === 'blocked' ? status : (lastKnown ?? 'unknown')
  const shown = known === status ? shownStatus(row) : words.statuses[known]
  const says = known === lastKnown ? agedStatus(row, now) : shown.words
  const open = button('details', { tenantId: tenant.id, setId: set.id }, set.name)
  const { icon } = shown
  return compactRow({ icon, text: dotted(nameOf(row), says), action: open, isSmall: true })
}

const iconOf = (row: TenantSetRow): string => (row.isExcepted ? words.exceptions.icon : shownStatus(row).icon)

/** Until the first of it ends; a mark also where only a part is accepted. */
function acceptedOf({ findings, isExcepted }: TenantSetRow, now: Date): string {
  const [first] = findings
    .filter(({ accepted }) => accepted)
    .toSorted((a, b) => (a.accepted?.until.getTime() ?? 0) - (b.accepted?.until.getTime() ?? 0))
  if (!first?.accepted) return ''
  return isExcepted ? acceptedText(first, now) : words.exceptions.short(moment(first.accepted.until, now))
}

const nameOf = ({ set }: TenantSetRow): string => `**${escapeMarkdown(set.name, 70)}**`
const appsOf = ({ apps }: TenantSetRow): string => list(apps.map((app) => escapeMarkdown(app.name, 40)))
const undoOf = ({ undoUntil, elsewhere }: TenantSetRow, now: Date): string =>
  !elsewhere && undoUntil && undoUntil > now ? words.tenant.undoUntil(moment(undoUntil, now)) : ''

const warnings = Object.entries(words.tenant.warnings)

/** What an admin must know of a set that is granted, so that its line doesn't look well. Whoever accepted it knows. */
export const warningsOf = ({ findings }: TenantSetRow): string[] =>
  warnings
    .filter(([warned]) => findings.some(({ code, accepted }) => code === warned && !accepted))
    .map(([, text]) => `⚠️ ${text}`)

/** "20 of 20 granted", "Not granted", "Blocked · Undo until 10:23 UTC". */
function lineOf(row: TenantSetRow, now: Date): string {
  const { status, granted, required, findings } = row
  if (status !== 'granted' || granted === undefined)
    return dotted(shownStatus(row).words, openUntilText(row), undoOf(row, now))
  const notes = findings.filter(({ code }) => code !== 'ALL_GRANTED' && code !== 'OPEN_UNTIL').length
  return dotted(
    words.tenant.grantedOf(granted, required),
    openUntilText(row),
    ...warningsOf(row),
    notes > 0 && words.tenant.notes(notes),
  )
}

/** "Granted, 3 h ago". */
const agedStatus = ({ lastKnown, readAt }: TenantSetRow, now: Date): string =>
  lastKnown ? [words.statuses[lastKnown].words, readAt && age(readAt, now)].filter(Boolean).join(', ') : ''

const lastKnownOf = (row: TenantSetRow, now: Date): string =>
  row.lastKnown && row.lastKnown !== row.status ? words.lastKnown(agedStatus(row, now)) : ''

function saidOf(row: TenantSetRow, { now, tenant, rights }: Context): { what: string; who: string } {
  const finding = row.findings.find((each) => !saysNothing(row.status, each))
  if (!finding) return { what: '', who: '' }
  const { what, who } = findingText(finding, now, tenant.domain, hasConnect({ ...row, rights }))
  return { what, who: who && row.status !== 'blocked' ? words.mustAct(who) : '' }
}

/** Findings that only repeat the status. */
const saysNothing = (status: Status, { code }: FindingData): boolean =>
  code === 'ALL_GRANTED' || (status === 'notGranted' && code === 'NOT_INSTALLED')
