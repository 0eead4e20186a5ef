import type { Generated } from 'kysely'

/** Alerts, their events, subscriptions and deliveries. */
export interface AlertTables {
  alerts: {
    /** The number shown to people. */
    id: Generated<number>
    key: string
    /** null: an alert about this installation. */
    tenant_id: string | null
    /** null: about the whole tenant. */
    set_id: string | null
    condition: string
    severity: string
    /** `open`, `acknowledged`, `snoozed` or `resolved`. */
    state: string
    version: number
    /** When it was last opened or reopened. */
    opened_at: number
    resolved_at: number | null
    snoozed_until: number | null
    /** JSON: AlertDetail. */
    detail_json: string
    /** JSON: AlertMarks. */
    marks_json: string
    /** JSON: ChangedBy; found later, without a new version. */
    culprit_json: string | null
    /** The ticket or case number that people gave. */
    reference: string | null
  }
  alert_events: {
    id: Generated<number>
    alert_id: number
    at: number
    kind: string
    /** null: an automatic event. */
    person_json: string | null
  }
  alert_subscriptions: {
    /** Conversation ID, or `person:` with tenant and object ID. */
    address: string
    /** '': every tenant. */
    tenant_id: string
    /** '': every set. */
    set_id: string
    /** The lowest severity that is posted. */
    severity: string
    person_json: string
    created_at: number
    /** When people ended it; its posted cards are still updated. */
    ended_at: number | null
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
    /** When the last alert was added. */
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
    /** null: a subscription; `owner`, `deputy`, or `approvers`: the chat of that person. */
    via: string | null
    /** Why it is in the chats of the approvers: `owner` or `deputy`, and what is wrong with them. */
    why: string | null
  }
  sync_guard: {
    id: string
    /** How the last tenants in a row failed. */
    outcome: string
    /** JSON: IDs of those tenants. */
    tenants_json: string
    /** null: the round continues. */
    stopped_at: number | null
    /** When the next tenant is probed. */
    probe_at: number | null
  }
}
