import { formatEnd } from '../format-time.ts'
import { openingsEn as words } from '../words/openings-en.ts'

/** What buttons of access for a time carry. */
export const endOf = (until: Date | undefined): { until?: string } =>
  until ? { until: until.toISOString() } : {}

/** The end in full, and that Entra keeps the grant; '' without an end. */
export const untilText = (until: Date | undefined): { until: string; keeps: string } =>
  until ? { until: words.until(formatEnd(until)), keeps: words.entraKeeps } : { until: '', keeps: '' }
