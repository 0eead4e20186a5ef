import { makeBoundedMap } from '#platform/base/bounded-map.ts'
import { type Person, personKey } from '#platform/base/person.ts'
import { type Clock, minutes } from '#platform/base/time.ts'

const windowMs = minutes(1)
/** Whoever isn't remembered any more begins anew. */
const mostPeople = 10_000

/** Counts the calls of each person in this process. Returns how long to wait, 0 for a call that may be made. */
export function makePersonRate(perMinute: number, clock: Clock): (person: Person) => number {
  const windows = makeBoundedMap<{ endsAt: number; calls: number }>(mostPeople)
  return (person) => {
    const now = clock().getTime()
    const key = personKey(person)
    const last = windows.get(key)
    // A clock that jumped back must lock nobody out.
    const isOpen = last !== undefined && now < last.endsAt && last.endsAt <= now + windowMs
    const window = isOpen ? last : { endsAt: now + windowMs, calls: 0 }
    if (!isOpen) windows.set(key, window)
    window.calls += 1
    return window.calls > perMinute ? window.endsAt - now : 0
  }
}
