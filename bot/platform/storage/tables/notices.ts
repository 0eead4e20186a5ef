import type { Generated } from 'kysely'

/** Coming requirement lists, announced for a day. */
export interface NoticeTables {
  notices: {
    id: Generated<number>
    set_id: string
    /** `draft`, `open`, or how it ended: `fulfilled`, `void`, `withdrawn`. */
    state: string
    version: number
    /** `2027-01-31`, in `time_zone`. */
    day: string
    time_zone: string
    /** That day, from its start to its end. */
    starts_at: number
    ends_at: number
    reason: string
    /** The registration that the list was read from; null: it was pasted. */
    source_client_id: string | null
    list_version: string
    /** JSON: Permission[], the announced list. */
    list_json: string
    before_version: string
    /** JSON: Permission[], the list when it was announced. */
    before_json: string
    /** JSON: Permission[], the list when it ended. */
    found_json: string | null
    /** JSON: Person. */
    by_json: string
    made_at: number
    ended_at: number | null
    ended_by_json: string | null
  }
  notice_acknowledgements: {
    notice_id: number
    /** Key of the person. */
    person: string
    /** JSON: Person. */
    by_json: string
    at: number
  }
}
