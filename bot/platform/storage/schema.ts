import type { Generated } from 'kysely'
import type { ActTables } from './tables/acts.ts'
import type { AlertTables } from './tables/alerts.ts'
import type { BaselineTables } from './tables/baselines.ts'
import type { BlockTables } from './tables/blocks.ts'
import type { CampaignTables } from './tables/campaigns.ts'
import type { ConsentTables } from './tables/consents.ts'
import type { EventTables } from './tables/events.ts'
import type { ExceptionTables } from './tables/exceptions.ts'
import type { ExportTables } from './tables/exports.ts'
import type { JobTables } from './tables/job-queue.ts'
import type { LeadTables } from './tables/leads.ts'
import type { LeavingTables } from './tables/leavings.ts'
import type { NoticeTables } from './tables/notices.ts'
import type { OwnerTables } from './tables/owners.ts'
import type { RequestTables } from './tables/requests.ts'
import type { SyncTables } from './tables/sync.ts'
import type { WebhookTables } from './tables/webhooks.ts'
import type { WhatIfTables } from './tables/what-if.ts'

/** On every database, times are milliseconds since 1970 (UTC), booleans are 0 or 1, `…json` columns contain JSON text. */
export interface Schema
  extends ActTables,
    AlertTables,
    BaselineTables,
    BlockTables,
    CampaignTables,
    ConsentTables,
    EventTables,
    ExceptionTables,
    ExportTables,
    JobTables,
    LeadTables,
    OwnerTables,
    LeavingTables,
    NoticeTables,
    RequestTables,
    SyncTables,
    WebhookTables,
    WhatIfTables {
  tenants: {
    id: string
    display_name: string
    default_domain: string
    /** Display name for sorting and searching: see `text/fold-text.ts`. */
    name_key: string
    state: string
    version: number
    /** Position of the worst status in the tenant list: 0 is worst. */
    attention: number
    /** JSON: number of sets per status; those whose findings are accepted under `excepted`. */
    counts_json: string
    /** 1 if at least one set is blocked, whatever the worst status is. */
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
    /** Of a usable grant. An app that is limited to some tenants is open in those that came first. */
    usable_since: number | null
    /** 1 while a consent link is open or consent is propagating, whatever the status is. */
    consent_open: number
    /** 1 while everything that would need action here is accepted. */
    excepted: Generated<number>
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
    /** Why the last read could not be used; null if it could. */
    problem: string | null
    /** JSON: Outcome of the last read, if it failed. */
    outcome_json: string | null
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
    /** Over this entry and the previous hash: see `entry-hash.ts`. */
    hash: string
    /** The key of `mac`; null for entries from before the first key. */
    key_id: string | null
    /** Over the number and the hash: see `domain/audit/keyring.ts`. */
    mac: string | null
    /** By which the reference in the detail is found. Not part of the hash. */
    reference_key: string | null
  }
  /** One row, `head`: the last entry of the chain, and the removed entry after which it starts. */
  audit_head: {
    name: string
    id: number
    hash: string
    anchor_id: number
    anchor_hash: string
    key_id: string | null
    mac: string | null
    /** The newest entry that notes a change from outside. */
    broken_id: number | null
  }
  outbox: {
    id: Generated<number>
    conversation_id: string
    /** null: a new message; otherwise the card to update. */
    activity_id: string | null
    /** What the card shows; it is rendered when it is sent. */
    subject_kind: string
    subject_id: string
    due_at: number
    /** The time that the last change asked for; `due_at` can be earlier, or later after a failure. */
    wanted_at: number
    attempts: number
    version: number
    last_error: string | null
    /** The ordering key: a channel with its threads, another conversation, or an address until its chat is known. */
    lane: Generated<string>
    /** The person's tenant, for a message to a person's address. */
    tenant_id: string | null
    /** 1: ignores the card throttle. */
    urgent: Generated<number>
    /** Attempts that may have arrived. */
    doubts: Generated<number>
    /** Waiting since. */
    since_at: Generated<number>
    /** Set: not retried automatically, for `reason`. */
    dead_at: number | null
    /** Without `dead_at`: why the conversation is asked again later. */
    reason: string | null
  }
  card_places: {
    subject_kind: string
    subject_id: string
    /** Conversation id, or `person:` with tenant and object id. */
    address: string
    /** The posted message; null until the channel has accepted it. */
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
    /** `open`, or why the channel refused: `muted`, `uninstalled`, `suspect`, `noConversation`. */
    state: Generated<string>
    state_at: number | null
    /** Refusals in a row, and the last one. */
    refusals: Generated<number>
    refused_at: number | null
  }
  app_refreshes: {
    tenant_id: string
    app_id: string
    at: number
  }
}
