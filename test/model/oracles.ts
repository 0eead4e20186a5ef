import { verifyHistory } from '#domain/audit/verify-history.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { holdsAccess } from '../../emulator/world/directory.ts'
import { readFuture } from '../../emulator/world/tenants.ts'
import { readText } from '../support/card-parts.ts'
import { complaintsAbout } from '../support/check-card.ts'
import { type OnDisk, query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { WholeApp } from '../support/whole-app.ts'
import type { Done } from './steps.ts'

interface AuditRow {
  id: number
  action: string
  result: string
  actor_json: string
  set_id: string | null
  tenant_id: string | null
  detail_json: string
}

interface Detail {
  approvedBy?: { objectId: string }
}

const approvers = demo.people.filter(({ role }) => role === 'approver').map(({ id }) => id)
const operators = demo.people.filter(({ role }) => role === 'operator').map(({ id }) => id)
const tierZero = ['account-actions', 'saas-posture']

/** Acts that take the right of an approver, and those of them that give access. */
const acts = [
  'grant.start',
  'grant.block',
  'grant.unblock',
  'grant.undoBlock',
  'grant.reset',
  'tenant.add',
  'tenant.remove',
]
const gives = ['grant.start', 'grant.unblock']

/** What must be true after every step, with everything that has been seen so far. */
export class Oracles {
  readonly #app: OnDisk
  #lastId: number
  readonly complaints: string[] = []
  readonly counts = { acts: 0, approved: 0, cards: 0, refused: 0 }

  constructor(app: OnDisk) {
    this.#app = app
    this.#lastId = Number(query<{ id: number }>(app, 'select coalesce(max(id), 0) as id from audit')[0]?.id)
  }

  /** Rights: every act has an actor, or a requester and another approver, who may. */
  afterStep({ what, answers }: Done): void {
    const rows = query<AuditRow>(this.#app, 'select * from audit where id > ? order by id', this.#lastId)
    for (const row of rows) {
      this.#lastId = row.id
      if (row.result === 'refused') this.counts.refused += 1
      if (row.result === 'done' && acts.includes(row.action)) this.#judge(row, what)
    }
    for (const { status, body } of answers) {
      if (status !== 200) this.#complain(what, `answered ${status}`)
      const card = (body as { value?: Card } | undefined)?.value
      if (card) this.#read(card, what)
    }
  }

  #judge(row: AuditRow, what: string): void {
    this.counts.acts += 1
    const actor = JSON.parse(row.actor_json) as 'system' | { objectId: string }
    const { approvedBy } = (JSON.parse(row.detail_json) ?? {}) as Detail
    const by = actor === 'system' ? 'system' : actor.objectId
    if (approvedBy) {
      this.counts.approved += 1
      const mayAsk = approvers.includes(by) || operators.includes(by)
      if (!mayAsk || !approvers.includes(approvedBy.objectId) || approvedBy.objectId === by)
        this.#complain(what, `${row.action} by ${by}, approved by ${approvedBy.objectId}`)
      return
    }
    if (!approvers.includes(by)) this.#complain(what, `${row.action} by ${by}`)
    if (gives.includes(row.action) && tierZero.includes(row.set_id ?? ''))
      this.#complain(what, `${row.action} of ${row.set_id} by one person`)
  }

  #read(card: Card, what: string): void {
    this.counts.cards += 1
    const text = readText(card)
    for (const bad of ['${', 'undefined', '[object', 'NaN'])
      if (text.includes(bad)) this.#complain(what, `a card says ${bad}`)
    // Checking against schema and library costs more than the step itself.
    if (this.counts.cards % 20 === 0)
      for (const complaint of complaintsAbout(card)) this.#complain(what, complaint)
  }

  #complain(what: string, complaint: string): void {
    this.complaints.push(`${complaint}, after: ${what}`)
  }
}

/** Messages of one conversation that tell of the same alert, for every alert that has more than one. */
export function findDoubleCards(
  { teams }: Pick<WholeApp, 'teams'>,
  conversationIds: readonly string[],
): string[] {
  return conversationIds.flatMap((id) => {
    const seen = new Map<string, number>()
    for (const message of teams.cards(id)) {
      const alert = alertOf(message)
      if (alert) seen.set(alert, (seen.get(alert) ?? 0) + 1)
    }
    return [...seen].filter(([, count]) => count > 1).map(([alert, count]) => `${count} × ${alert} in ${id}`)
  })
}

/** An alert's own card says its number and how severe it is, in a line that nothing else says. */
function alertOf({ card }: BotMessage): string | undefined {
  return /^Alert #\d+(?= · (?:critical|warning|info|notice))/m.exec(readText(card))?.[0]
}

/** What is wrong with the history as it stands on the disk, or what it tells otherwise than the tables. */
export async function findHistoryDamage(app: OnDisk): Promise<string | undefined> {
  const database = await openDatabase(app.config.database)
  try {
    const { damage, replay } = await verifyHistory(database.db, { replay: true })
    const wrong = damage ?? replay?.differences[0]
    return wrong && JSON.stringify(wrong)
  } finally {
    await database.close()
  }
}

/** Sets that are called granted in the tenant and are not granted in its directory. */
export function findFalseGrants(app: OnDisk & Pick<WholeApp, 'emulator'>, tenantId: string): string[] {
  const { world } = app.emulator
  const tenant = world.tenants.get(tenantId)
  if (!tenant) return [`no tenant ${tenantId}`]
  const { principals } = readFuture(world, tenant)
  const sql = "select set_id from grants where tenant_id = ? and status = 'granted'"
  return query<{ set_id: string }>(app, sql, tenantId).flatMap(({ set_id: setId }) => {
    const clientId = demo.sets[setId] ?? ''
    const principal = principals.get(clientId)
    const required = world.registrations.get(clientId)?.required ?? []
    const isTrue = principal && required.every((access) => holdsAccess(principal, access))
    return isTrue ? [] : [`${setId} is called granted and is not`]
  })
}

/** Other tenants that a card about this one names. */
export function findOthersOn(card: Card, tenantId: string): string[] {
  const text = readText(card)
  return demo.tenants
    .filter(({ id, domain }) => id !== tenantId && text.includes(domain))
    .map(({ domain }) => domain)
}
