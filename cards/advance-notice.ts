import layoutJson from './advance-notice.json' with { type: 'json' }
import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PermissionRef, PersonRef, SetRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, list, moment, plain, stopped } from './text.ts'
import { en as words } from './words/en.ts'

export interface AdvanceNoticeData {
  now: Date
  id: number
  version: number
  suite: string
  set: SetRef
  state: 'draft' | 'open' | 'fulfilled' | 'void' | 'withdrawn'
  /** `2027-01-31`, in this zone. */
  day: string
  timeZone: string
  /** The list came before the day. */
  early: boolean
  reason: string
  by: PersonRef
  madeAt: Date
  endedBy?: PersonRef
  sourceClientId?: string
  /** Compared with the list when it was announced. */
  added: readonly PermissionRef[]
  removed: readonly string[]
  /** Today's list is another one than when it was announced. */
  moved: boolean
  /** How the real list differs from the announced one, of a void notice. */
  came?: { added: readonly string[]; removed: readonly string[] }
  /** Tenants that have the set, as far as the reader sees. */
  concerned: { count: number; names: readonly string[] }
  acknowledged: readonly PersonRef[]
  signer: 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'
  rights: { acknowledge: boolean; withdraw: boolean }
  notice?: Notice
}

interface Filled {
  title: string
  trace: string
  lead: string
  cameMore: string
  cameLess: string
  moved: string
  concerned: string
  addedTitle: string
  added: { name: string; reason: string }[]
  more: string
  removed: string
  why: string
  source: string
  forwardTitle: string
  forward: string
  acknowledged: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const mostExplained = 5
const mostNamed = 6

/** A coming requirement list with its difference, its tenants, and a text to forward. One card, kept up to date. */
export function advanceNoticeCard(data: AdvanceNoticeData): Card {
  const { set, state, now, timeZone, by, madeAt, moved, concerned, acknowledged } = data
  const text = words.advanceNotices
  const title = (shown: (name: string) => string): string =>
    text.title[state](shown(set.name), longDay(data.day))
  const isLive = state === 'draft' || state === 'open'
  const name = escapeMarkdown(by.name, 60)
  const filled = layout({
    title: `${text.icon[state]} ${title((each) => escapeMarkdown(each, 60))}`,
    trace: capital(
      dotted(
        state === 'draft' ? text.planned(name) : text.by(name, moment(madeAt, now)),
        text.zone(escapeMarkdown(timeZone, 60)),
      ),
    ),
    lead: leadText(data),
    ...cameTexts(data),
    moved: state === 'open' && moved ? text.moved : '',
    concerned: isLive ? text.concerned(concerned.count, tenantNames(concerned)) : '',
    ...changePart(data),
    why: text.reason(escapeMarkdown(data.reason, 500)),
    source: data.sourceClientId ? text.source(escapeMarkdown(data.sourceClientId)) : text.pasted,
    forwardTitle: isLive ? text.forwardTitle : '',
    forward: isLive ? forwardText(data) : '',
    acknowledged: acknowledgedText(state, acknowledged),
    actions: actions(data),
  })
  return frame(
    filled,
    `${title((each) => plain(each, 60))}. ${leadText(data)}`,
    noticeParts(data.notice, now),
  )
}

/** "January 31, 2027": a day is the same day for every reader. */
export function longDay(day: string): string {
  const options = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const
  return new Intl.DateTimeFormat('en-US', options).format(new Date(`${day}T00:00:00Z`))
}

function leadText({ state, early, endedBy, came }: AdvanceNoticeData): string {
  const { lead } = words.advanceNotices
  if (state === 'withdrawn') return lead.withdrawn(escapeMarkdown(endedBy?.name ?? '', 60))
  if (state === 'fulfilled') return early ? lead.early : lead.fulfilled
  return state === 'void' && !came ? lead.none : lead[state]
}

const names = (values: readonly string[], most = mostNamed): string =>
  list(
    values.map((value) => escapeMarkdown(value, 60)),
    most,
  )

const tenantNames = ({ count, names: some }: AdvanceNoticeData['concerned']): string => {
  const left = count - some.length
  return [
    ...some.map((name) => escapeMarkdown(name, 60)),
    ...(left > 0 ? [words.times.more(left)] : []),
  ].join(', ')
}

function cameTexts({ state, came }: AdvanceNoticeData): Pick<Filled, 'cameMore' | 'cameLess'> {
  const text = words.advanceNotices
  if (state !== 'void' || !came) return { cameMore: '', cameLess: '' }
  return {
    cameMore: came.added.length > 0 ? text.cameMore(names(came.added)) : '',
    cameLess: came.removed.length > 0 ? text.cameLess(names(came.removed)) : '',
  }
}

function changePart({
  state,
  added,
  removed,
}: AdvanceNoticeData): Pick<Filled, 'addedTitle' | 'added' | 'more' | 'removed'> {
  const text = words.advanceNotices
  const isLive = state === 'draft' || state === 'open'
  const sorted = added.toSorted((a, b) => a.tier - b.tier)
  return {
    addedTitle: added.length === 0 ? text.noneAdded : (isLive ? text.added : text.announced)(added.length),
    added: sorted.slice(0, mostExplained).map(({ value, type, tier, reason }) => ({
      name: `**+ ${escapeMarkdown(value)}** · ${dotted(words.type[type], words.shortTier[tier])}`,
      reason: escapeMarkdown(reason, 200),
    })),
    more: added.length > mostExplained ? text.more(added.length - mostExplained) : '',
    removed: removed.length > 0 ? text.removed(names(removed)) : '',
  }
}

function forwardText({ suite, set, day, added, removed, reason, signer }: AdvanceNoticeData): string {
  return words.advanceNotices.forward({
    suite: escapeMarkdown(suite, 60),
    set: escapeMarkdown(set.name, 60),
    day: longDay(day),
    added: names(
      added.map(({ value }) => value),
      20,
    ),
    removed: names(removed, 20),
    reason: stopped(escapeMarkdown(reason, 500)),
    signer: words.who[signer](''),
  })
}

function acknowledgedText(state: AdvanceNoticeData['state'], people: readonly PersonRef[]): string {
  const text = words.advanceNotices
  if (state === 'draft') return ''
  if (people.length === 0) return state === 'open' ? text.nobody : ''
  const shown = names(people.map(({ name }) => name))
  return text.acknowledged(people.length, shown)
}

function actions({ id, version, state, set, rights }: AdvanceNoticeData): Element[] {
  const versioned = { noticeId: id, v: version }
  const details = button('set', { setId: set.id }, set.name, words.plan.everyPermission)
  if (state === 'draft')
    return [primary(button('announceNotice', versioned, set.name)), button('notices', {})]
  const again = rights.withdraw ? [button('announceForm', { setId: set.id }, set.name)] : []
  if (state !== 'open') return [details, ...again, button('notices', {})]
  return [
    ...(rights.acknowledge ? [primary(button('acknowledgeNotice', { noticeId: id }, set.name))] : []),
    ...(rights.withdraw ? [button('withdrawNotice', versioned, set.name)] : []),
    details,
    button('notices', {}),
  ]
}
