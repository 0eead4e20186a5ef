/** The part of autocannon that is used here; it has no types of its own. */
declare module 'autocannon' {
  namespace autocannon {
    interface Options {
      url: string
      connections: number
      /** Seconds. */
      duration: number
      method: 'POST'
      headers: Readonly<Record<string, string>>
      /** Called before every request. */
      requests: readonly { setupRequest: (request: object) => object }[]
      verifyBody: (body: string) => boolean
    }

    interface Result {
      '2xx': number
      non2xx: number
      errors: number
      timeouts: number
      mismatches: number
      /** Seconds. */
      duration: number
      /** ms. */
      latency: { p50: number; p99: number }
    }
  }

  function autocannon(options: autocannon.Options): Promise<autocannon.Result>
  export = autocannon
}
