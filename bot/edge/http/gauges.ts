import { Gauge, type Registry } from 'prom-client'

/** Gauges of one state: the end of the name → help text and value. */
export type Gauges<T> = Readonly<Record<string, { help: string; value: (state: T) => number }>>

/** Adds gauges that read the state at each scrape. */
export function addGauges<T>(
  registry: Registry,
  prefix: string,
  gauges: Gauges<T>,
  read: () => T | Promise<T>,
): void {
  for (const [name, { help, value }] of Object.entries(gauges)) {
    new Gauge({
      name: `${prefix}_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.set(value(await read()))
      },
    })
  }
}

/** Shares one read among all gauges of a scrape. */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }
}
