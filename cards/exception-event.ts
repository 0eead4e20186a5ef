import { button, primary } from './buttons.ts'
import { type ExceptionData, exceptionLines, type FilledException } from './exception-data.ts'
import layoutJson from './exception-event.json' with { type: 'json' }
import { frame } from './frame.ts'
import { type Card, defineLayout, type Element } from './render.ts'
import { capital, escapeMarkdown, moment, unmarked } from './text.ts'
import { en as words } from './words/en.ts'

interface ExceptionEventData {
  now: Date
  exception: ExceptionData
  /** The reader can renew it. */
  mayAct: boolean
  /** The reader stands in for an owner without a role. */
  standsIn: boolean
}

interface Filled extends FilledException {
  title: string
  next: string
  standIn: string
  actions: Element[]
}

const layout = defineLayout<Filled>(layoutJson)

/** Reminds before the end of an exception, or tells of it. */
export function exceptionEventCard({ now, exception, mayAct, standsIn }: ExceptionEventData): Card {
  const { reminder, ended: over, ownerGone } = words.exceptions
  const { ended, endsAt, owner } = exception
  const lines = exceptionLines(exception, now)
  const by = escapeMarkdown(ended?.by?.name ?? '', 60)
  const isOpen = !ended || ended.because === 'expired' || ended.because === 'woken'
  const title = ended ? over.title[ended.because](by) : reminder.title(moment(endsAt, now))
  const next = ended ? over.next : reminder.next
  const filled = layout({
    ...lines,
    title,
    state: capital(lines.state),
    next: isOpen ? next : '',
    standIn: standsIn ? ownerGone(escapeMarkdown(owner.name, 60)) : '',
    actions: actionsOf(exception, mayAct && isOpen),
  })
  return frame(filled, `${unmarked(title)}: ${unmarked(lines.what)}, ${unmarked(lines.where)}`)
}

function actionsOf({ id, version, tenant, set, ended }: ExceptionData, mayAct: boolean): Element[] {
  const about = set?.name ?? tenant.name
  const renew = button('renewForm', { exceptionId: id }, about)
  const withdraw = button('withdrawException', { exceptionId: id, v: version }, about)
  const show = set
    ? button('details', { tenantId: tenant.id, setId: set.id }, about)
    : button('openTenant', { tenantId: tenant.id }, about)
  // After a change of the facts there is something else to accept, so the details come first.
  if (ended?.because === 'woken') return [primary(show), button('exceptions', {})]
  return [
    ...(mayAct ? [primary(renew), ...(ended ? [] : [withdraw])] : []),
    mayAct ? show : primary(show),
    button('exceptions', {}),
  ]
}
