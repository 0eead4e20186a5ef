/** What other systems are told. */
export interface EventTables {
  events: {
    /** From `event_head`: without gaps, in the order of the commits. */
    position: number
    /** UUID, the same however often it is sent. */
    id: string
    at: number
    type: string
    /** null: of several tenants, or of none. */
    tenant_id: string | null
    set_id: string | null
    /** Of this tenant and set: from 1, without gaps. */
    sequence: number
    /** JSON: see `domain/events/event-data.ts`. */
    data_json: string
  }
  /** One row per tenant and set that ever had an event; `*` where an event has none. */
  event_subjects: {
    tenant_id: string
    set_id: string
    /** Of its last event. */
    sequence: number
    /** What was last told of access and status; null: nothing yet. */
    allowed: number | null
    status: string | null
    /** The end of access for a time; 0: none. */
    until_at: number | null
  }
  event_head: {
    name: string
    /** Of the last event. */
    position: number
    /** Of the last event that was removed by its age. */
    removed: number
  }
}
