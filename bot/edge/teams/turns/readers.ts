import { z } from 'zod'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import { findLocale, findTimeZone, type Reader, readAs, unknownReader } from '../../../../cards/reader.ts'
import { listOf, type TeamsActivity } from '../channel/activity.ts'
import { kindOf } from '../channel/reference.ts'
import { placeOf } from './incoming.ts'

/** For whom cards are made: who wrote or clicked and, for cards that follow later, who did so last in that chat. */
export interface Readers {
  /** The reader of what an activity is answered with. */
  note(activity: TeamsActivity): Reader
  /** The zone of whoever sent it, also in a conversation of many; undefined if neither it nor their own chat has said so. */
  zoneOf(activity: TeamsActivity): string | undefined
  find(address: Address): Reader
}

/** In memory: without it, a card that follows shows UTC, and says so. */
export function makeReaders(limit = 5_000): Readers {
  const known = makeBoundedMap<Exclude<Reader, 'anyone'>>(limit)
  return {
    note(activity) {
      if (kindOf(activity.conversation) !== 'personal') return 'anyone'
      const keys = keysOf(activity)
      const read = readReader(activity)
      const reader = read ?? keys.map((key) => known.get(key)).find((each) => each !== undefined)
      if (read) for (const key of keys) known.set(key, read)
      return reader ?? unknownReader
    },
    zoneOf(activity) {
      const keys = keysOf(activity).slice(1)
      return readReader(activity)?.timeZone ?? keys.map((key) => known.get(key)?.timeZone).find(Boolean)
    },
    find(address) {
      const isPersonal = 'person' in address || kindOf({ id: address.conversationId }) === 'personal'
      return isPersonal ? (known.get(addressKey(address)) ?? unknownReader) : 'anyone'
    },
  }
}

/** Makes the cards of `work` for whoever sent the activity, in their zone. */
export const readFor = <T>(readers: Readers, activity: TeamsActivity, work: () => T): T =>
  readAs(readers.note(activity), work, readers.zoneOf(activity))

function keysOf(activity: TeamsActivity): string[] {
  const { person } = placeOf(activity, 'command')
  return [activity.conversation.id, ...(person ? [addressKey({ person })] : [])]
}

const clientInfo = z.object({ type: z.literal('clientInfo'), timezone: z.unknown(), locale: z.unknown() })

/** Undefined if the activity names no zone that exists. Everything about it is untrusted, and nothing depends on it but words. */
function readReader(activity: TeamsActivity): Exclude<Reader, 'anyone'> | undefined {
  const info = listOf(activity.entities)
    .map((entity) => clientInfo.safeParse(entity).data)
    .find(Boolean)
  const zones = [activity.localTimezone, info?.timezone, offsetOf(activity.localTimestamp)]
  const timeZone = zones.map(findTimeZone).find((zone) => zone !== undefined)
  if (timeZone === undefined) return undefined
  const locale = findLocale(activity.locale) ?? findLocale(info?.locale) ?? 'en-US-u-hc-h23'
  return { timeZone, locale }
}

/** The offset at the end of a local time: "+01:00". */
function offsetOf(given: unknown): string | undefined {
  const [offset] = (typeof given === 'string' && /[+-]\d\d:\d\d$/.exec(given.slice(-40))) || []
  return offset
}
