import { pino } from 'pino'
import { cleanFacts, cleanText } from './log-redaction.ts'
import type { Clock } from './time.ts'

/** A structured logger: facts first, one constant message second. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

interface LogOptions {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  clock: Clock
  /** Default: standard output. */
  destination?: { write(line: string): void }
}

/** Writes JSON lines. Every line is redacted by key and by pattern. */
export function makeLog({ level, clock, destination }: LogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${clock().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const sink = destination === undefined ? pino(options) : pino(options, destination)
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (facts: object, message: string) => {
    if (sink.isLevelEnabled(method)) sink[method](cleanFacts(facts), cleanText(message))
  }
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

/** Discards everything; for tests and tools. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
