import type { Generated } from 'kysely'
import type { AlertTables } from './tables/alerts.ts'
import type { CampaignTables } from './tables/campaigns.ts'
import type { ConsentTables } from './tables/consents.ts'
import type { ExportTables } from './tables/exports.ts'
import type { JobTables } from './tables/job-queue.ts'
import type { LeadTables } from './tables/leads.ts'
import type { RequestTables } from './tables/requests.ts'
import type { SyncTables } from './tables/sync.ts'

/** Times are milliseconds since 1970 (UTC), booleans 0 or 1, `…json` columns hold JSON text: the same on every database. */
export interface Schema
  extends AlertTables,
    CampaignTables,
    ConsentTables,
    ExportTables,
    JobTables,
    LeadTables,
    RequestTables,
    SyncTables {
  tenants: {
    id: string
    display_name: string
    default_domain: string
    /** Display name as it is sorted and searched: see `tenants/fold-name.ts`. */
    name_key: string
    state: string
    version: number
    /** Position of the worst status in the tenant list: 0 is worst. */
    attention: number
    /** JSON: number of sets per status. */
    counts_json: string
    /** 1 when at least one set is blocked, whatever the worst status is. */
    any_blocked: number
    added_at: number
    checked_at: number | null
    next_sync_at: number
  }
  grants: {
    tenant_id: string
    set_id: string
    version: number
    status: string
    status_since: number
    usable: number
    /** 1 while a consent link is out or consent is spreading, whatever the status is. */
    consent_open: number
    /** JSON: Evaluation without status and usable. */
    evaluation_json: string
    /** JSON: GrantMemory. */
    memory_json: string
  }
  requirements: {
    set_id: string
    version: string
    permissions_json: string
    source: string
    read_at: number
    /** Why the last reading could not be used; null when it could. */
    problem: string | null
  }
  audit: {
    id: Generated<number>
    at: number
    actor_json: string
    action: string
    tenant_id: string | null
    set_id: string | null
    /** `done`, `refused` or `failed`. */
    result: string
    reason: string | null
    detail_json: string
    /** Over this entry and the hash of the one before: see `entry-hash.ts`. */
    hash: string
  }
  /** One row, `head`: where the chain of the history ends, and after which removed entry it begins. */
  audit_head: {
    name: string
    id: number
    hash: string
    anchor_id: number
    anchor_hash: string
  }
  outbox: {
    id: Generated<number>
    conversation_id: string
    /** null: a new message; else the card that is updated. */
    activity_id: string | null
    /** What the card shows; it is rendered from the state at the moment of sending. */
    subject_kind: string
    subject_id: string
    due_at: number
    /** When the last change wants to be shown; `due_at` may be earlier, or later after a failure. */
    wanted_at: number
    attempts: number
    version: number
    last_error: string | null
    /** One conversation as the channel counts: a channel with its threads, or an address as long as nobody knows more. */
    lane: Generated<string>
    /** Of a message to a person's address: the person's. */
    tenant_id: string | null
    /** 1: a change that may not wait for the card's pace. */
    urgent: Generated<number>
    /** Tries of which nobody knows whether they arrived. */
    doubts: Generated<number>
    /** What waits has waited since. */
    since_at: Generated<number>
    /** Set: it is tried no more by itself, for this reason. */
    dead_at: number | null
    reason: string | null
  }
  card_places: {
    subject_kind: string
    subject_id: string
    /** Conversation id, or `person:` with tenant and object id. */
    address: string
    /** Where the message is; null until it was taken by the channel. */
    conversation_id: string | null
    activity_id: string | null
    unseen: number
  }
  sync_runs: {
    id: string
    /** null: all tenants. */
    tenant_id: string | null
    total: number
    done: number
    failed: number
    changed: number
    /** JSON: SyncFailure[]. */
    failures_json: string
    state: string
    person_json: string
    conversation_id: string | null
    activity_id: string | null
    started_at: number
    ended_at: number | null
    /** JSON: tenant ids, sorted; null: no limit. */
    scope_json: string | null
  }
  conversations: {
    id: string
    kind: string
    tenant_id: string
    /** Entra object id of the person, in a personal chat. */
    person_id: string | null
    reference_json: string
    seen_at: number
    /** `open`, or why nothing is sent there: `muted`, `uninstalled`, `suspect`. */
    state: Generated<string>
    state_at: number | null
  }
  app_refreshes: {
    tenant_id: string
    app_id: string
    at: number
  }
}
