import { beforeCommit } from '#platform/storage/before-commit.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { EventDraft } from './event.ts'
import { appendEvents } from './events-store.ts'

/** What else is written with an event, once its position is known. */
type Written = (position: number) => Promise<void>

interface Noted {
  drafts: { draft: EventDraft; written: Written | undefined }[]
  late: (() => Promise<readonly EventDraft[]>)[]
}

const noted = new WeakMap<Tx, Noted>()

/** Writes an event with the commit of this transaction, together with all others of it. */
export function noteEvent(tx: Tx, draft: EventDraft, written?: Written): void {
  notedIn(tx).drafts.push({ draft, written })
}

/** The same for events that are known only when nothing else changes any more. They come first. */
export function noteLate(tx: Tx, make: () => Promise<readonly EventDraft[]>): void {
  notedIn(tx).late.push(make)
}

function notedIn(tx: Tx): Noted {
  const known = noted.get(tx)
  if (known) return known
  const fresh: Noted = { drafts: [], late: [] }
  noted.set(tx, fresh)
  beforeCommit(tx, () => write(tx, fresh))
  return fresh
}

async function write(tx: Tx, { drafts, late }: Noted): Promise<void> {
  const first: EventDraft[] = []
  for (const make of late) first.push(...(await make()))
  const from = await appendEvents(tx, [...first, ...drafts.map(({ draft }) => draft)])
  for (const [at, { written }] of drafts.entries()) await written?.(from + first.length + at)
}
