import { beforeCommit } from '#platform/storage/before-commit.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { EventDraft } from './event.ts'
import { appendEvents } from './events-store.ts'

interface Noted {
  drafts: EventDraft[]
  late: (() => Promise<readonly EventDraft[]>)[]
}

const noted = new WeakMap<Tx, Noted>()

/** Writes an event with the commit of this transaction, together with all others of it. */
export function noteEvent(tx: Tx, draft: EventDraft): void {
  notedIn(tx).drafts.push(draft)
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
  await appendEvents(tx, [...first, ...drafts])
}
