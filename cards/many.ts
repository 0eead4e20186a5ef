import { button, dangerous, namesOf, primary } from './buttons.ts'
import { type Consequences, consequencesParts, restoredParts } from './consequences.ts'
import { endOf, untilText } from './elements/until-text.ts'
import { type ErrorData, errorText } from './error-text.ts'
import { frame } from './frame.ts'
import { type LiftedBlock, liftedLines } from './lifted-block.ts'
import layoutJson from './many.json' with { type: 'json' }
import { type Notice, noticeParts } from './notice.ts'
import { packIds } from './pack-ids.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import type { PersonRef, SetRef, TenantRef } from './subjects.ts'
import { capital, dotted, escapeMarkdown, list, moment } from './text.ts'
import type { ManyKind } from './words/codes.ts'
import { en as words } from './words/en.ts'

/** A tenant in which the act isn't possible, with the reason. */
interface LeftOut {
  tenant: TenantRef
  refusal: Pick<ErrorData, 'code' | 'facts'>
}

interface ManyData {
  now: Date
  kind: ManyKind
  set?: SetRef
  tenants: readonly TenantRef[]
  leftOut: readonly LeftOut[]
  /** How long a block can be undone. */
  undoMinutes: number
}

interface ManyConfirmData extends ManyData {
  /** Of a block, and of lifting it. */
  consequences?: Consequences
  /** Of an unblock: the blocks by tenant. */
  lifted?: ReadonlyMap<string, LiftedBlock>
  /** Of an unblock for a time: when the blocks come back. */
  until?: Date
  /** Beginning of the hash over all of it, the tenants that are left out too. */
  v: string
  notice?: Notice
}

interface ManyDoneData extends ManyData {
  by: PersonRef
}

interface Filled {
  title: string
  trace: string
  tenants: { line: string; spacing: 'None' | 'Small'; details: { detail: string }[] }[]
  leftOut: string
  refused: { line: string }[]
  consequences: Element[]
  effect: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** What one person does in several tenants: in which, in which not, and what stops. Nothing is done before the button. */
export function manyConfirmCard(data: ManyConfirmData): Card {
  const { kind, set, tenants, now } = data
  const title = (name: string): string => words.many.title[kind](name, tenants.length)
  const filled = layout({
    title: `${kind === 'block' ? '⛔ ' : ''}${title(escapeMarkdown(set?.name ?? ''))}`,
    trace: '',
    ...tenantPart(data),
    consequences: effectParts(data),
    effect: [...Object.values(untilText(data.until)), words.many.effect[kind](data.undoMinutes)]
      .filter(Boolean)
      .join('\n\n'),
    actions: [confirmButton(data), whatIfButton(data), button('cancelToTenants', {})],
  })
  return frame(filled, `${title(set?.name ?? '')} ${namesOf(tenants)}`, noticeParts(data.notice, now))
}

function effectParts({ kind, consequences, lifted }: ManyConfirmData): Element[] {
  if (kind !== 'unblock') return consequencesParts(consequences)
  return restoredParts(
    consequences,
    [...(lifted?.values() ?? [])].some(({ usable }) => usable),
  )
}

/** Where it was done, by whom, and where it was not. */
export function manyDoneCard(data: ManyDoneData): Card {
  const { kind, set, tenants, by, now, undoMinutes } = data
  const title = (name: string): string => words.many.done[kind](name, tenants.length)
  const [only] = tenants
  const filled = layout({
    title: `✅ ${title(escapeMarkdown(set?.name ?? ''))}`,
    trace: capital(words.byAt(escapeMarkdown(by.name), moment(now, now))),
    ...tenantPart(data),
    consequences: [],
    effect: kind === 'block' ? words.many.undoThere(undoMinutes) : '',
    actions: [
      ...(only && kind !== 'remove' && tenants.length <= mostOpened
        ? tenants.map(({ id, name }) => button('openTenant', { tenantId: id }, name, name))
        : []),
      button('tenants', {}),
    ],
  })
  return frame(filled, `${title(set?.name ?? '')}: ${namesOf(tenants)}`)
}

/** A card has room for six actions; Tenants is the last. */
const mostOpened = 5

function tenantPart({
  tenants,
  leftOut,
  lifted,
  now,
}: ManyData & Pick<ManyConfirmData, 'lifted'>): Pick<Filled, 'tenants' | 'leftOut' | 'refused'> {
  const why = Map.groupBy(leftOut, ({ refusal }) => errorText(refusal).what)
  return {
    tenants: tenants.map((tenant) => {
      const block = lifted?.get(tenant.id)
      const details = block ? liftedLines(block, now) : []
      const spacing = block ? 'Small' : 'None'
      return { line: `• ${shortNamed(tenant)}`, spacing, details: details.map((detail) => ({ detail })) }
    }),
    leftOut: leftOut.length > 0 ? words.many.leftOut(leftOut.length) : '',
    refused: [...why].map(([what, same]) => ({
      line: words.many.because(list(same.map(({ tenant }) => escapeMarkdown(tenant.name, 60))), what),
    })),
  }
}

/** The domain tells equal names apart. */
const shortNamed = ({ name, domain }: TenantRef): string =>
  dotted(`**${escapeMarkdown(name, 60)}**`, name !== domain && escapeMarkdown(domain, 60))

function whatIfButton(data: ManyConfirmData): Element {
  const of = data.kind === 'block' ? 'block.confirmMany' : 'order.confirmMany'
  return button('whatIf', { of, with: orderOf(data) }, data.set?.name)
}

function orderOf({ kind, set, tenants, leftOut, v, until }: ManyConfirmData) {
  const ids = [...tenants, ...leftOut.map(({ tenant }) => tenant)].map(({ id }) => id)
  return { kind, tenants: packIds(ids), v, ...(set && { setId: set.id }), ...endOf(until) }
}

function confirmButton(data: ManyConfirmData): Element {
  const { kind, set, tenants } = data
  const order = orderOf(data)
  const title = words.many.confirm[kind]
  const about = [set?.name, namesOf(tenants)].filter(Boolean).join(', ')
  if (kind === 'block') return dangerous(button('confirmBlocks', order, about, title))
  const made = button('confirmMany', order, about, title)
  return kind === 'remove' ? dangerous(made) : primary(made)
}
