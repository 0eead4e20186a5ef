import type { PreflightReport } from './run-checks.ts'

/** The checks of this installation, for whoever may ask for them. */
export interface Preflight {
  /** Tries everything now, for ten seconds at most. Whoever asks meanwhile gets the same run. */
  run(): Promise<PreflightReport>
  /** The last run of this process; undefined: none yet. */
  latest(): PreflightReport | undefined
}
