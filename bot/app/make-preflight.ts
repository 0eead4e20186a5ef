import type { Preflight } from '#domain/preflight/preflight.ts'
import type { PreflightReport } from '#domain/preflight/run-checks.ts'

/** Whoever asks while the checks run gets that run. */
export function makePreflight(runAll: () => Promise<PreflightReport>): Preflight {
  let latest: PreflightReport | undefined
  let flight: Promise<PreflightReport> | undefined
  const run = async (): Promise<PreflightReport> => {
    latest = await runAll()
    return latest
  }
  return {
    run: () => {
      flight ??= run().finally(() => {
        flight = undefined
      })
      return flight
    },
    latest: () => latest,
  }
}
