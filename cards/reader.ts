import { AsyncLocalStorage } from 'node:async_hooks'

/** Who reads a card, as far as its times go; `anyone`: people in different zones, for whom their clients write the times. */
export type Reader = { timeZone: string; locale: string } | 'anyone'

/** Whose zone isn't known. Times name their zone, so they're right for everybody. */
export const unknownReader: Reader = { timeZone: 'UTC', locale: 'en-US-u-hc-h23' }
const unknownZone = 'UTC'

/** The reader is the same for every time on a card, and a hundred functions that make cards don't otherwise need to know. */
const reading = new AsyncLocalStorage<{ reader: Reader; timeZone: string | undefined }>()

/**
 * Makes cards for this reader, in `work` and all that it awaits. `timeZone`: of the person whose line or click it is, if it is
 * known; in a conversation of many, no card is made for them alone.
 */
export const readAs = <T>(reader: Reader, work: () => T, timeZone?: string): T =>
  reading.run({ reader, timeZone }, work)

export const currentReader = (): Reader => reading.getStore()?.reader ?? unknownReader

/** In which zone the person means the times that they type; UTC if nothing says it. Cards show what was understood in full. */
export function personZone(): string {
  const { reader = unknownReader, timeZone } = reading.getStore() ?? {}
  return timeZone ?? (reader === 'anyone' ? unknownZone : reader.timeZone)
}

/** For keys of rendered cards. */
export function readerKey(): string {
  const reader = currentReader()
  return reader === 'anyone' ? reader : `${reader.timeZone} ${reader.locale}`
}

/** Zones come from outside: only what looks like one is asked about, and only the last ones are kept. */
const zonePattern = /^(?:[A-Za-z][\w+-]{0,31}(?:\/[\w+-]{1,31}){0,2}|[+-](?:0\d|1[0-4]):[0-5]\d)$/
const localePattern = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/
const mostKnown = 500
const known = new Map<string, string>()

/** The name of a zone as `Intl` writes it; undefined for anything else. */
export function findTimeZone(given: unknown): string | undefined {
  if (typeof given !== 'string' || !zonePattern.test(given)) return undefined
  return remembered(
    `zone ${given}`,
    () => new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone,
  )
}

/** English with the habits of the reader's region: the order of a date, and 12 or 24 hours. The words of the cards are English. */
export function findLocale(given: unknown): string | undefined {
  if (typeof given !== 'string' || !localePattern.test(given)) return undefined
  return remembered(`locale ${given}`, () => {
    const { region } = new Intl.Locale(given).maximize()
    return new Intl.Locale('en', {
      ...(region && { region }),
      calendar: 'gregory',
      numberingSystem: 'latn',
    }).toString()
  })
}

function remembered(key: string, find: () => string): string | undefined {
  const before = known.get(key)
  if (before !== undefined) return before
  try {
    const found = find()
    if (known.size >= mostKnown) known.clear()
    known.set(key, found)
    return found
  } catch {
    // A RangeError: there is no such zone or language.
    return undefined
  }
}
