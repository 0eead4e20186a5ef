import { z } from 'zod'
import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { type Address, addressKey } from '#platform/outbox/address.ts'
import { findLocale, findTimeZone, type Reader, readAs, unknownReader } from '../../../../cards/reader.ts'
import { findPerson } from '../actions/actor.ts'
import { listOf, type TeamsActivity } from '../channel/activity.ts'
import { kindOf } from '../channel/reference.ts'

/** For whom cards are made: who wrote or clicked and, for cards that follow later, who did so last in that chat. */
export interface Readers {
  /** Who reads what an activity is answered with. */
  note(activity: TeamsActivity): {
    reader: Reader
    /** Of whoever sent it, also in a conversation of many; undefined if neither it nor their own chat has said so. */
    timeZone: string | undefined
  }
  find(address: Address): Reader
}

/** In memory: without it, a card that follows shows UTC, and says so. */
export function makeReaders(limit = 5_000): Readers {
  const known = makeBoundedMap<Exclude<Reader, 'anyone'>>(limit)
  return {
    note(activity) {
      const { id } = activity.conversation
      const person = findPerson(activity)
      const personKey = person && addressKey({ person })
      const read = readReader(activity)
      const ofPerson = read ?? (personKey === undefined ? undefined : known.get(personKey))
      const timeZone = ofPerson?.timeZone
      if (kindOf(activity.conversation) !== 'personal') return { reader: 'anyone', timeZone }
      const reader = read ?? known.get(id) ?? ofPerson ?? unknownReader
      if (read) known.set(id, read)
      if (read && personKey !== undefined) known.set(personKey, read)
      return { reader, timeZone }
    },
    find(address) {
      const isPersonal = 'person' in address || kindOf({ id: address.conversationId }) === 'personal'
      return isPersonal ? (known.get(addressKey(address)) ?? unknownReader) : 'anyone'
    },
  }
}

/** Makes the cards of `work` for whoever sent the activity, in their zone. */
export function readFor<T>(readers: Readers, activity: TeamsActivity, work: () => T): T {
  const { reader, timeZone } = readers.note(activity)
  return readAs(reader, work, timeZone)
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
