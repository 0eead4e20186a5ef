import { button, linkButton, primary } from './buttons.ts'
import { compactRow, foldedParts } from './elements/rows.ts'
import { frame } from './frame.ts'
import layoutJson from './leaving.json' with { type: 'json' }
import { type Notice, noticeParts } from './notice.ts'
import { findOutcomeWords, type OutcomeData } from './outcome.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef, Rights, SetRef, TenantRef } from './subjects.ts'
import { age, capital, dotted, escapeMarkdown, moment, shortId } from './text.ts'
import { en as words } from './words/en.ts'

interface LeavingRow {
  /** Absent: Grantkeeper's own reader. */
  set?: SetRef
  isFormer: boolean
  state: 'there' | 'missing' | 'gone'
  since: Date
  held: number
  objectId?: string
  /** Its page in the Entra admin center. */
  url?: string
}

export interface LeavingCardData {
  now: Date
  id: number
  tenant: TenantRef
  /** Absent: the tenant was removed. */
  set?: SetRef
  state: 'open' | 'gone' | 'unreadable' | 'stopped' | 'returned'
  by: PersonRef
  startedAt: Date
  checkedAt?: Date
  /** Nothing but the reader is left. */
  readerNext: boolean
  /** The reader was refused once. */
  lost: boolean
  failure?: OutcomeData
  endedBy?: PersonRef
  rows: readonly LeavingRow[]
  rights: Rights
  notice?: Notice
}

interface Filled {
  title: string
  where: string
  lead: string
  who: string
  trouble: string
  apps: Element[]
  moreApps: string
  how: string
  commands: Element[]
  trace: string
  rhythm: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
/** Where Microsoft's page for deleting an app lets this role in. */
const deletes = 'cloudApplicationAdministrator'

/** What is left in Entra of a removed tenant or a blocked set, with how to delete it. One card, kept up to date. */
export function leavingCard(data: LeavingCardData): Card {
  const { tenant, set, state, now, by, startedAt, checkedAt, failure, lost } = data
  const text = words.leaving
  const isOpen = state === 'open'
  const titleFor = (shown: (name: string) => string): string =>
    set ? text.titleOfSet(shown(set.name), shown(tenant.name)) : text.title(shown(tenant.name))
  const since = moment(startedAt, now)
  const name = escapeMarkdown(by.name, 60)
  const filled = layout({
    title: titleFor((each) => escapeMarkdown(each, 60)),
    where: dotted(escapeMarkdown(tenant.domain, 60), shortId(tenant.id)),
    lead: leadText(data),
    who: isOpen ? words.mustAct(words.who[deletes](escapeMarkdown(tenant.domain, 60))) : '',
    trouble: isOpen ? (lost ? text.lostOnce : troubleText(failure)) : '',
    apps: shownRows(data).map((row) => appRow(row, data)),
    moreApps: data.rows.length > mostRows ? text.moreApps(data.rows.length - mostRows) : '',
    ...howPart(data),
    trace: dotted(
      set ? text.startedOfSet(name, since) : text.started(name, since),
      checkedAt ? text.checked(age(checkedAt, now)) : isOpen && text.notYet,
    ),
    rhythm: isOpen ? text.rhythm : '',
    actions: actions(data),
  })
  return frame(filled, `${titleFor((each) => each)}. ${leadText(data)}`, noticeParts(data.notice, now))
}

function leadText({ state, rows, readerNext, set, endedBy }: LeavingCardData): string {
  const text = words.leaving
  if (state === 'unreadable') return `❔ ${text.unreadable}`
  if (state === 'gone') return `✅ ${text.gone}`
  if (state === 'stopped') return `⊘ ${text.stopped(escapeMarkdown(endedBy?.name ?? '', 60))}`
  if (state === 'returned') return `ℹ️ ${set ? text.returnedSet : text.returned}`
  if (readerNext) return `⚠️ ${text.readerNext}`
  const there = rows.filter((row) => row.set && row.state === 'there').length
  return there > 0 ? `⚠️ ${text.left(there)}` : `⏳ ${text.notSeen}`
}

function troubleText(failure: OutcomeData | undefined): string {
  return failure ? `❔ ${words.leaving.failed(findOutcomeWords(failure.name)?.title ?? '')}` : ''
}

const mostRows = 12

/** What is still there comes first; in its order, so the reader stays last. */
function shownRows({ rows }: LeavingCardData): readonly LeavingRow[] {
  if (rows.length <= mostRows) return rows
  const left = rows.filter(({ state }) => state !== 'gone')
  return [...left, ...rows.filter(({ state }) => state === 'gone')].slice(0, mostRows)
}

const icons = { there: '⚠️', missing: '⏳', gone: '✅' } as const

function appRow(row: LeavingRow, data: LeavingCardData): Element {
  const { set, isFormer, state, since, held, url } = row
  const text = words.leaving
  const own = set ? escapeMarkdown(set.name, 60) : text.reader
  const name = isFormer ? capital(text.former(own)) : own
  // What nobody can read any more is never said to be gone, the reader least of all.
  const isUnread = data.state === 'unreadable' && state !== 'gone'
  const when = moment(since, data.now)
  const says = isUnread
    ? dotted(
        text.states.unreadable,
        state === 'there' && data.checkedAt && text.states.notRead(moment(data.checkedAt, data.now)),
      )
    : state === 'there'
      ? dotted(text.states.there(held > 0 ? text.states.held(held) : ''), !set && text.readerNote)
      : state === 'missing'
        ? text.states.missing
        : text.states.gone(when)
  // The next one has the primary button.
  const isOpen = data.state === 'open' && state === 'there' && row !== nextOf(data)
  return compactRow({
    icon: isUnread ? '❔' : icons[state],
    text: `**${name}**`,
    detail: capital(says),
    ...(isOpen && url && { action: linkButton(words.openInEntra, url, plainName(row)) }),
  })
}

const nextOf = ({ rows }: LeavingCardData): LeavingRow | undefined =>
  rows.find(({ state, url }) => state === 'there' && url)

/** For places that show no Markdown. */
function plainName({ set, isFormer }: LeavingRow): string {
  if (!set) return words.leaving.reader
  return isFormer ? words.leaving.former(set.name) : set.name
}

/** The commands delete what is there, the reader last. */
function howPart({ state, rows, tenant }: LeavingCardData): Pick<Filled, 'how' | 'commands'> {
  const left = rows.filter((row) => row.state === 'there' && row.objectId).slice(0, mostRows)
  if (state !== 'open' || left.length === 0) return { how: '', commands: [] }
  const lines = [
    `Connect-MgGraph -TenantId ${tenant.id} -Scopes Application.ReadWrite.All`,
    ...left.map(({ objectId = '' }) => `Remove-MgServicePrincipal -ServicePrincipalId ${objectId}`),
  ]
  const { how, powerShell: text, showCommands: title } = words.leaving
  return { how, commands: foldedParts({ id: 'commands', icon: '⌨️', text, title }, lines.map(commandPart)) }
}

const commandPart = (line: string): Element => ({
  type: 'TextBlock',
  text: escapeMarkdown(line),
  fontType: 'Monospace',
  size: 'Small',
  spacing: 'Small',
  wrap: true,
})

function actions(data: LeavingCardData): Element[] {
  const { id, state, tenant, set, rights } = data
  const next = nextOf(data)
  const input = { leavingId: id }
  const about = set?.name ?? tenant.name
  if (state !== 'open') return [button('leavings', {})]
  return [
    ...(next?.url ? [primary(linkButton(words.openInEntra, next.url, plainName(next)))] : []),
    ...(rights.sync
      ? [button('checkLeaving', input, about)]
      : [button('showLeaving', input, about, words.buttons.refreshTenant)]),
    ...(rights.grant ? [button('stopLeaving', input, about)] : []),
    button('leavings', {}),
  ]
}
