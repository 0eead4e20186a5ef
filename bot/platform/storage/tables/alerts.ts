import type { Generated } from 'kysely'

/** Alerts, what happened to them, who wants to be told, and where each was told. */
export interface AlertTables {
  alerts: {
    /** The number that people read. */
    id: Generated<number>
    key: string
    /** null: an alarm about this installation itself. */
    tenant_id: string | null
    /** null: about the whole tenant. */
    set_id: string | null
    condition: string
    severity: string
    /** `open`, `acknowledged`, `snoozed` or `resolved`. */
    state: string
    version: number
    /** When it was opened, or opened again, last. */
    opened_at: number
    resolved_at: number | null
    snoozed_until: number | null
    /** JSON: AlertDetail. */
    detail_json: string
    /** JSON: AlertMarks. */
    marks_json: string
    /** JSON: Culprit; found out later, and no reason for a new version. */
    culprit_json: string | null
  }
  alert_events: {
    id: Generated<number>
    alert_id: number
    at: number
    kind: string
    /** null: nobody did it. */
    person_json: string | null
  }
  alert_subscriptions: {
    /** Conversation id, or `person:` with tenant and object id. */
    address: string
    /** '': every tenant. */
    tenant_id: string
    /** '': every set. */
    set_id: string
    /** The least severity that is told. */
    severity: string
    person_json: string
    created_at: number
  }
  alert_places: {
    address: string
    /** `personal`, `groupChat` or `channel`. */
    kind: string
    /** Minutes after midnight; null: no quiet hours. */
    quiet_from: number | null
    quiet_to: number | null
    time_zone: string
  }
  alert_digests: {
    id: Generated<number>
    address: string
    opened_at: number
    /** When an alert was last added. */
    added_at: number
  }
  alert_deliveries: {
    alert_id: number
    address: string
    /** `waiting`, `card` or `digest`. */
    form: string
    digest_id: number | null
    /** Since when it has this form. */
    since: number
  }
  sync_guard: {
    id: string
    /** How the last tenants in a row failed. */
    outcome: string
    /** JSON: ids of those tenants. */
    tenants_json: string
    /** null: the round goes on. */
    stopped_at: number | null
    /** When the next tenant is tried. */
    probe_at: number | null
  }
}
