import type { Clock } from '../base/time.ts'

/** Beyond this size, expired windows are removed. */
const tidyAt = 1_000

/** The `Retry-After` windows of tenants, and of the app in all tenants. */
export class ThrottleWindows {
  readonly #clock: Clock
  readonly #tenants = new Map<string, Date>()
  #all: Date | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Never shortens a window. */
  throttleTenant(tenantId: string, until: Date): void {
    const known = this.#tenants.get(tenantId)
    if (!known || known < until) this.#tenants.set(tenantId, until)
    if (this.#tenants.size > tidyAt) this.#tidy()
  }

  throttleAll(until: Date): void {
    if (!this.#all || this.#all < until) this.#all = until
  }

  /** Undefined: requests are allowed now. Without a tenant: the window of all. */
  throttledUntil(tenantId?: string): Date | undefined {
    const own = tenantId === undefined ? undefined : this.#tenants.get(tenantId)
    const until = own && (!this.#all || this.#all < own) ? own : this.#all
    return until && until > this.#clock() ? until : undefined
  }

  /** Tenants with a window of their own. */
  get count(): number {
    this.#tidy()
    return this.#tenants.size
  }

  #tidy(): void {
    const now = this.#clock()
    for (const [tenantId, until] of this.#tenants) if (until <= now) this.#tenants.delete(tenantId)
  }
}
