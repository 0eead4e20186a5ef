import { button, primary } from './buttons.ts'
import layoutJson from './campaign.json' with { type: 'json' }
import { progressParts } from './elements/progress-bar.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { AppRef, PermissionRef, PersonRef, SetRef, TenantRef } from './subjects.ts'
import { age, capital, dotted, escapeMarkdown, list, moment, namedTenant, start } from './text.ts'
import { timeLeftText } from './time-left.ts'
import { type CampaignStage, campaignStages } from './words/codes.ts'
import { en as words } from './words/en.ts'

interface CampaignWaiting {
  tenant: TenantRef
  stage: CampaignStage
  /** The person who has the link. */
  holder?: PersonRef
  movedAt: Date
}

export interface CampaignCardData {
  now: Date
  id: number
  set: SetRef
  apps: readonly AppRef[]
  state: 'open' | 'done' | 'superseded'
  openedAt: Date
  endedAt?: Date
  /** The plain difference. */
  added: readonly PermissionRef[]
  removed: readonly string[]
  /** Tenants by how far they are. */
  counts: Readonly<Record<CampaignStage | 'verified' | 'left', number>>
  /** A few waiting tenants, the longest without activity first. */
  waiting: readonly CampaignWaiting[]
  /** Tenants without activity for `idleDays`. */
  idle: number
  idleDays: number
  /** Tenants not started yet, as many as one plan takes. */
  toStart: readonly string[]
  signer: 'privilegedRoleAdministrator' | 'cloudApplicationAdministrator'
  /** False for people who can see only some of its tenants. Default: true. */
  mayRemind?: boolean
  reminded?: { by: PersonRef; at: Date }
  notice?: Notice
}

interface Filled {
  title: string
  apps: string
  trace: string
  ended: string
  progress: Element[]
  stages: string
  left: string
  signer: string
  addedTitle: string
  added: { name: string; reason: string; without: string }[]
  more: string
  removed: string
  waitingTitle: string
  idle: string
  waiting: { name: string; text: string }[]
  reminded: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const mostExplained = 5
/** Slower than that, people set the pace and not a rate. */
const longestMs = 90 * 86_400_000
const hourMs = 3_600_000

/** A requirement list that has grown: new permissions with reasons, progress of the tenants, and who is pending. One card, kept up to date. */
export function campaignCard(data: CampaignCardData): Card {
  const { set, state, now, id, openedAt, added, removed, reminded } = data
  const text = words.campaigns
  const filled = layout({
    title: `${text.icon[state]} ${text.title[state](escapeMarkdown(set.name))}`,
    apps: text.apps(list(data.apps.map((app) => escapeMarkdown(app.name, 40)))),
    trace: capital(text.opened(id, start(openedAt, now))),
    ended: endedText(data),
    ...progressPart(data),
    addedTitle: text.added(added.length),
    added: riskiestFirst(added).slice(0, mostExplained).map(explained),
    more: added.length > mostExplained ? text.andMore(added.length - mostExplained) : '',
    removed:
      removed.length > 0
        ? text.removed(
            list(
              removed.map((each) => escapeMarkdown(each, 60)),
              6,
            ),
          )
        : '',
    ...waitingPart(data),
    reminded: reminded ? text.reminded(escapeMarkdown(reminded.by.name, 60), moment(reminded.at, now)) : '',
    actions: actions(data),
  })
  const summary = `${text.title[state](set.name)}. ${progressText(data)}`
  return frame(filled, summary, noticeParts(data.notice, now))
}

const riskiestFirst = (permissions: readonly PermissionRef[]): PermissionRef[] =>
  permissions.toSorted((a, b) => a.tier - b.tier)

function explained({ value, type, tier, reason, without }: PermissionRef): Filled['added'][number] {
  return {
    name: `**+ ${escapeMarkdown(value)}** · ${dotted(words.type[type], words.shortTier[tier])}`,
    reason: escapeMarkdown(reason, 200),
    without: without ? words.without(escapeMarkdown(without, 200)) : '',
  }
}

function endedText({ state, openedAt, endedAt }: CampaignCardData): string {
  if (state === 'superseded') return words.campaigns.ended.superseded
  if (state === 'open' || !endedAt) return ''
  const hours = Math.floor((endedAt.getTime() - openedAt.getTime()) / hourMs)
  return words.campaigns.ended.done(words.campaigns.lasted(Math.floor(hours / 24), hours))
}

const totalOf = ({ counts }: CampaignCardData): number =>
  campaignStages.reduce((sum, stage) => sum + counts[stage], counts.verified)

const progressText = (data: CampaignCardData): string =>
  words.campaigns.progress(data.counts.verified, totalOf(data))

function progressPart(data: CampaignCardData): Pick<Filled, 'progress' | 'stages' | 'left' | 'signer'> {
  const { counts, state, signer, openedAt: startedAt, now } = data
  const [done, total] = [counts.verified, totalOf(data)]
  const left = state === 'open' ? timeLeftText({ startedAt, now, done, total, longestMs }) : ''
  const stages = campaignStages.filter((stage) => counts[stage] > 0)
  return {
    progress: progressParts({ done, total, text: `**${progressText(data)}**${left && ` · ${left}`}` }),
    stages: dotted(...stages.map((stage) => words.campaigns.stages[stage](counts[stage]))),
    left: counts.left > 0 ? words.campaigns.left(counts.left) : '',
    signer: state === 'open' ? words.campaigns.signer(words.who[signer]('')) : '',
  }
}

function waitingPart({ state, waiting, idle, idleDays, now }: CampaignCardData) {
  if (state !== 'open' || waiting.length === 0) return { waitingTitle: '', idle: '', waiting: [] }
  return {
    waitingTitle: words.campaigns.waitingTitle,
    idle: idle > 0 ? words.campaigns.idle(idle, idleDays) : '',
    waiting: waiting.map(({ tenant, stage, holder, movedAt }) => ({
      name: namedTenant(tenant),
      text: dotted(
        capital(words.campaigns.stage[stage]),
        holder && words.campaigns.with(escapeMarkdown(holder.name, 60)),
        (stage === 'notStarted' ? words.campaigns.asked : words.campaigns.since)(age(movedAt, now)),
      ),
    })),
  }
}

function actions({ state, id, set, toStart, mayRemind = true }: CampaignCardData): Element[] {
  if (state !== 'open') return [button('set', { setId: set.id }, set.name, words.plan.everyPermission)]
  const update = button('update', { setId: set.id, tenantIds: toStart }, set.name)
  return [
    ...(toStart.length > 0 ? [primary(update)] : []),
    ...(mayRemind ? [button('remind', { campaignId: id }, set.name)] : []),
    button('set', { setId: set.id }, set.name, words.plan.everyPermission),
    button('refreshCampaign', { campaignId: id }, set.name),
  ]
}
