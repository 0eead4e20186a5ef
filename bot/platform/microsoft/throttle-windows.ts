import type { Clock } from '../base/time.ts'

/** Beyond this what has run out is thrown away. */
const tidyAt = 1_000

/** Whom Microsoft has asked us to leave alone, and until when: one tenant, or all of them. */
export class ThrottleWindows {
  readonly #clock: Clock
  readonly #tenants = new Map<string, Date>()
  #all: Date | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A shorter wait does not shorten a longer one. */
  throttleTenant(tenantId: string, until: Date): void {
    const known = this.#tenants.get(tenantId)
    if (!known || known < until) this.#tenants.set(tenantId, until)
    if (this.#tenants.size > tidyAt) this.#tidy()
  }

  throttleAll(until: Date): void {
    if (!this.#all || this.#all < until) this.#all = until
  }

  /** Undefined: may be asked now. Without a tenant: whether all are held. */
  throttledUntil(tenantId?: string): Date | undefined {
    const own = tenantId === undefined ? undefined : this.#tenants.get(tenantId)
    const until = own && (!this.#all || this.#all < own) ? own : this.#all
    return until && until > this.#clock() ? until : undefined
  }

  /** How many tenants are held by themselves. */
  get count(): number {
    this.#tidy()
    return this.#tenants.size
  }

  #tidy(): void {
    const now = this.#clock()
    for (const [tenantId, until] of this.#tenants) if (until <= now) this.#tenants.delete(tenantId)
  }
}
