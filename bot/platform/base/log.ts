import { pino } from 'pino'
import { cleanFacts, cleanText } from './log-redaction.ts'
import type { Clock } from './time.ts'

/** What the parts of the program need of a logger: facts first, one fixed sentence second. */
export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

interface LogOptions {
  level: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  clock: Clock
  /** Where the lines go; standard output unless told. */
  destination?: { write(line: string): void }
}

/**
 * JSON lines. Everything that is logged passes the redaction, by key and by shape, whoever calls;
 * of an error only what our own code wrote is kept.
 */
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

/** For tests and tools that have nothing to say. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
