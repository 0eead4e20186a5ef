import { Webhook, WebhookVerificationError } from 'standardwebhooks'

/** An event of Grantkeeper, in the envelope of CloudEvents 1.0. */
export interface ReceivedEvent {
  id: string
  type: string
  /** Tenant and set; `*` where there is none. The events of one subject are numbered and arrive in their order. */
  subject: string
  sequence: string
  /** Place among all events: what `GET /api/v1/events?after=…` goes on behind. */
  position: string
  time: string
  data: Record<string, unknown>
}

export interface EventPage {
  events: ReceivedEvent[]
  next: number
  more: boolean
}

/** What must survive a restart: the last event of each subject. */
export type Seen = Record<string, { sequence: number; position: number; ids: string[] }>

export interface ReceiverOptions {
  /** The keys of this target, `whsec_…`: one, or two while one replaces the other. Read for each request, so that a file can change. */
  keys: () => readonly string[]
  /** Does the work. Rejects if the event should be sent again. */
  handle: (event: ReceivedEvent) => Promise<void>
  /** The events behind a position, for what was missed; undefined: the list no longer has them. Absent: gaps stay. */
  readAfter?: ((position: number) => Promise<EventPage | undefined>) | undefined
  seen: Seen
  /** Stores what was seen. */
  save: (seen: Seen) => void
}

/** IDs that are remembered per subject: enough to recognize a copy of what was handled lately. */
const idsKept = 100

/** Verifies events and hands each on once, in the order of its subject. */
export class EventReceiver {
  readonly #options: ReceiverOptions
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: ReceiverOptions) {
    this.#options = options
  }

  /** The status to answer with; rejects if the event should be sent again. `body` is the text as it arrived: parsed and written again, it has another signature. */
  receive(headers: Readonly<Record<string, string>>, body: string): Promise<number> {
    const event = this.#verify(headers, body)
    if (typeof event === 'number') return Promise.resolve(event)
    // One after another: a gap is filled before anything else of its subject is handled.
    const answer = this.#queue.then(() => this.#take(event))
    // The next one doesn't fail with this one.
    this.#queue = answer.catch(() => undefined)
    return answer
  }

  /** Forged, changed, and older than five minutes: 401. The library compares in constant time. */
  #verify(headers: Readonly<Record<string, string>>, body: string): ReceivedEvent | number {
    for (const key of this.#options.keys()) {
      try {
        const event = new Webhook(key).verify(body, headers) as ReceivedEvent
        // The ID is signed twice: in the header, and in the body.
        return event.id === headers['webhook-id'] ? event : 400
      } catch (error) {
        if (!(error instanceof WebhookVerificationError)) throw error
      }
    }
    return 401
  }

  async #take(event: ReceivedEvent): Promise<number> {
    const last = this.#options.seen[event.subject]
    const isCopy = last?.ids.includes(event.id) || (last && Number(event.sequence) <= last.sequence)
    // It was handled: whoever sends it again, the sender after a crash or someone who recorded it, changes nothing.
    if (isCopy) return 200
    if (last && Number(event.sequence) > last.sequence + 1) await this.#fill(event, last.position)
    await this.#handle(event)
    return 204
  }

  /** Handles what was missed between the last event of the subject and this one. */
  async #fill(until: ReceivedEvent, position: number): Promise<void> {
    const { readAfter } = this.#options
    for (let after = position; readAfter; ) {
      const page = await readAfter(after)
      // The gap stays, and the event that is here says what holds now.
      if (!page) return
      for (const event of page.events) {
        if (event.position >= until.position) return
        if (event.subject === until.subject) await this.#handle(event)
      }
      if (!page.more) return
      after = page.next
    }
  }

  async #handle(event: ReceivedEvent): Promise<void> {
    const { handle, seen, save } = this.#options
    await handle(event)
    const { subject, id } = event
    const ids = [...(seen[subject]?.ids ?? []), id].slice(-idsKept)
    seen[subject] = { sequence: Number(event.sequence), position: Number(event.position), ids }
    save(seen)
  }
}
