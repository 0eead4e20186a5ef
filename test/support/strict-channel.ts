/** The limits of Teams as Microsoft documents them; the bot uses half of them. */
const official = {
  conversation: [
    { most: 7, inMs: 1_000 },
    { most: 8, inMs: 2_000 },
    { most: 60, inMs: 30_000 },
    { most: 1_800, inMs: 3_600_000 },
  ],
  tenant: [{ most: 50, inMs: 1_000 }],
}

export interface Arrival {
  atMs: number
  conversation: string
  tenantId: string
}

/** Enforces the documented limits: excess requests get a 429 and are recorded in `excesses`. */
export class StrictChannel {
  readonly excesses: string[] = []
  readonly #times = new Map<string, number[]>()

  /** True if the request may pass. */
  take({ atMs, conversation, tenantId }: Arrival): boolean {
    const exceeded = [
      ...this.#exceeded(`conversation ${conversation}`, official.conversation, atMs),
      ...this.#exceeded(`tenant ${tenantId}`, official.tenant, atMs),
    ]
    this.excesses.push(...exceeded)
    return exceeded.length === 0
  }

  #exceeded(key: string, limits: readonly { most: number; inMs: number }[], atMs: number): string[] {
    const times = this.#times.get(key) ?? []
    times.push(atMs)
    this.#times.set(key, times)
    return limits
      .filter(({ most, inMs }) => times.filter((each) => each > atMs - inMs).length > most)
      .map(({ most, inMs }) => `${key}: more than ${most} in ${inMs} ms at ${atMs}`)
  }
}
