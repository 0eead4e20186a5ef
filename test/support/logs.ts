import type { Log } from '#platform/base/log.ts'

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error'
  facts: object
  message: string
}

/** A log that records its lines. */
export function makeTestLog(): Log & { lines: LogLine[] } {
  const lines: LogLine[] = []
  const at = (level: LogLine['level']) => (facts: object, message: string) => {
    lines.push({ level, facts, message })
  }
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
