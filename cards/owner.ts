import { button, primary } from './buttons.ts'
import { frame } from './frame.ts'
import { type Notice, noticeParts } from './notice.ts'
import layoutJson from './owner.json' with { type: 'json' }
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { dotted, escapeMarkdown, moment, namedTenant, plain, unmarked } from './text.ts'
import type { HolderProblem, OwnerPart } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** Who holds a part of something. */
export interface OwnerCardPart {
  name: string
  isGroup: boolean
  /** It is held by the whole tenant, or by the set in every tenant. */
  isInherited: boolean
  from: 'pair' | 'tenant' | 'set'
  by: PersonRef
  at: Date
  /** They ask themselves, in their own chat. */
  isYours?: boolean
  /** Why alerts don't reach them. */
  unfit?: HolderProblem | undefined
}

interface OwnerCardData {
  now: Date
  /** What was asked for. */
  part: OwnerPart
  tenant?: TenantRef
  set?: SetRef
  owner: OwnerCardPart | undefined
  deputy: OwnerCardPart | undefined
  deputyAfterMs: number
  maySet: boolean
  notice?: Notice | undefined
}

interface Filled {
  title: string
  what: string
  parts: { holds: string; trace: string; problem: string }[]
  does: string
  how: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)
const text = words.owners.card

/** To whom something belongs, who is their deputy, and what that means. */
export function ownerCard(data: OwnerCardData): Card {
  const { part, owner, deputy, deputyAfterMs, maySet, now } = data
  const what = whatOf(data)
  const hours = text.hours(Math.round(deputyAfterMs / 3_600_000))
  const filled = layout({
    title: `👤 ${text.title}`,
    what: text.of(what),
    parts: [filledPart('owner', owner, now), filledPart('deputy', deputy, now)],
    does: text.does(hours),
    how: maySet ? text.how(words.owners.part[part], nameToType(data)) : '',
    actions: actions(data),
  })
  const name = owner ? plain(owner.name, 60) : text.nobody
  return frame(
    filled,
    `${words.owners.onAlert.owner(name)}, ${text.of(unmarked(what))}`,
    noticeParts(data.notice, now),
  )
}

function whatOf({ tenant, set }: OwnerCardData): string {
  const setName = escapeMarkdown(set?.name ?? '', 60)
  if (tenant && set) return text.pair(setName, namedTenant(tenant))
  return tenant ? namedTenant(tenant) : text.setEverywhere(setName)
}

/** As it is typed. */
function nameToType({ tenant, set }: OwnerCardData): string {
  const setName = escapeMarkdown(set?.name ?? '', 60)
  const domain = escapeMarkdown(tenant?.domain ?? '', 60)
  return tenant && set ? `${setName} in ${domain}` : tenant ? domain : setName
}

function filledPart(part: OwnerPart, holder: OwnerCardPart | undefined, now: Date): Filled['parts'][number] {
  if (!holder) return { holds: text.holds[part](text.nobody), trace: '', problem: '' }
  const name = escapeMarkdown(holder.name, 60)
  const { isGroup, isInherited, from, by, at, unfit } = holder
  const why = unfit && words.owners.problem[unfit](name)
  return {
    holds: text.holds[part](isGroup ? text.group(name) : name),
    trace: dotted(isInherited && text.from[from], text.by(escapeMarkdown(by.name, 60), moment(at, now))),
    problem: why ? `⚠️ ${unfit === 'unread' ? `${why}.` : text.fallsBack(why)}` : '',
  }
}

function actions({ part, tenant, set, owner, deputy, maySet }: OwnerCardData): Element[] {
  const what = { ...(tenant && { tenantId: tenant.id }), ...(set && { setId: set.id }) }
  const held = part === 'owner' ? owner : deputy
  const about = tenant?.name ?? set?.name
  const own = button('ownThis', { ...what, part, holder: 'me' }, about, text.ownThis[part])
  const isYours = held?.isYours === true && !held.isInherited
  const canEnd = maySet && held !== undefined && !held.isInherited
  return [
    ...(maySet && !isYours ? [held ? own : primary(own)] : []),
    ...(canEnd ? [button('disown', { ...what, part, holder: 'nobody' }, about, text.disown[part])] : []),
    button('mine', {}),
    tenant ? button('openTenant', { tenantId: tenant.id }, about, words.showTenant) : button('catalog', {}),
  ]
}
