import { button } from './buttons.ts'
import type { ConsentCardData, MovedRow, Note } from './consent-data.ts'
import { hasEnded, type Step } from './consent-steps.ts'
import type { Element } from './render.ts'
import { dotted, escapeMarkdown, list, moment } from './text.ts'
import { en as words } from './words/en.ts'

const nameIn = ({ tenant }: Pick<MovedRow, 'tenant'>): string =>
  tenant ? escapeMarkdown(tenant.name, 60) : words.moves.otherTenant

/** The first step of a move, before those of its consent. */
export function movedSteps({ moved = [], set, now }: ConsentCardData): Step[] {
  return moved.map((row): Step => {
    const { blocked } = row
    if (!blocked) return { icon: '⚠️', text: words.moves.lifted(nameIn(row)), detail: '' }
    const other = row.set.id === set?.id ? '' : escapeMarkdown(row.set.name, 60)
    const said = words.moves.blocked(nameIn(row), other)
    const by = words.byAt(escapeMarkdown(blocked.by.name, 60), '')
    return { icon: '✓', text: dotted(said, moment(blocked.at, now), by), detail: '' }
  })
}

/** At the end, what holds on the other side: a move gives nothing back by itself. */
export function movedNotes(data: ConsentCardData): Note[] {
  const still = (data.moved ?? []).filter(({ blocked }) => blocked)
  if (still.length === 0 || !data.links.every(({ phase }) => hasEnded(phase))) return []
  const names = list([...new Set(still.map(nameIn))])
  const isDone = data.links.every(({ phase }) => phase === 'verified')
  return [{ note: isDone ? words.moves.staysBlocked(names) : words.moves.inNeither(names), who: '' }]
}

/** The way back of a move that ended without success. */
export function movedButtons({ moved = [], links, rights, now }: ConsentCardData): Element[] {
  const failed =
    links.every(({ phase }) => hasEnded(phase)) && links.some(({ phase }) => phase !== 'verified')
  if (!failed || !rights.grant) return []
  return moved.flatMap(({ tenant, set, version, blocked, undoUntil }) => {
    if (!tenant || !blocked) return []
    const isUndo = undoUntil !== undefined && undoUntil > now
    const ids = { tenantId: tenant.id, setId: set.id }
    const about = `${set.name}, ${tenant.name}`
    return [isUndo ? button('undo', { ...ids, v: version }, about) : button('unblock', ids, about)]
  })
}
