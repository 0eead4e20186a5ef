import { demo } from '../../emulator/demo-world.ts'
import { permissionNamed } from '../../emulator/world/permissions.ts'
import { askAccessIn, query } from '../support/facts.ts'
import type { WholeApp } from '../support/whole-app.ts'
import { additions, type RuleStage } from './rule-steps.ts'

/*
 * What must be true whatever people do, told from the history, the tables and Microsoft's side, and by no function of the
 * program. It knows on its own who has which role, which permissions are tier 0, and what was blocked by whom.
 */

interface Row {
  id: number
  at: number
  action: string
  result: string
  actor_json: string
  tenant_id: string | null
  set_id: string | null
  detail_json: string
}

interface Detail {
  approvedBy?: { objectId: string }
  code?: string
  link?: string
}

const idsOf = (role: string): string[] => demo.people.filter((each) => each.role === role).map(({ id }) => id)
const approvers = idsOf('approver')
const operators = [...idsOf('operator'), ...approvers]
const tierZero = new Set(
  ['User.ReadWrite.All', 'Directory.ReadWrite.All', ...additions.slice(0, 2)].map(
    (name) => permissionNamed(name).id,
  ),
)
/** Works in one tenant at a time. */
const limited = 'directory-data'
const hourMs = 3_600_000
const undoMs = 600_000

const counted = ['grant.start', 'grant.unblock', 'grant.reset', 'grant.block', 'tenant.add', 'tenant.remove']
const judged = [...counted, 'grant.undoBlock']

interface Act {
  action: string
  at: number
  tenantId: string
  setId: string | null
}

export class RuleOracle {
  readonly #stage: RuleStage
  readonly #app: WholeApp
  #lastId: number
  /** Tenant and set → who blocked it, and when. */
  readonly #blocks = new Map<string, { by: string; at: number }>()
  /** Person → what they did without a second one. */
  readonly #acts = new Map<string, Act[]>()
  #lists = new Map<string, string[]>()
  #steps = 0
  readonly complaints: string[] = []
  readonly counts = {
    acts: 0,
    approved: 0,
    refused: 0,
    blocks: 0,
    opened: 0,
    asked: 0,
    returned: 0,
    moved: 0,
  }

  constructor(stage: RuleStage) {
    this.#stage = stage
    this.#app = stage.app
    this.#lastId =
      query<{ id: number }>(this.#app, 'select coalesce(max(id), 0) as id from audit')[0]?.id ?? 0
    for (const row of this.#storedBlocks()) this.#blocks.set(row.key, { by: row.by, at: row.at })
    this.#lists = this.#knownLists()
  }

  async afterStep(what: string): Promise<void> {
    this.#steps += 1
    const rows = query<Row>(this.#app, 'select * from audit where id > ? order by id', this.#lastId)
    const [before, now] = [this.#lists, this.#knownLists()]
    for (const row of rows) {
      this.#lastId = row.id
      if (row.result === 'refused') this.counts.refused += 1
      if (row.result !== 'done') continue
      if (judged.includes(row.action)) this.#judge(row, what, [before, now])
      if (row.action === 'consent.open') this.#judgeOpening(row, what)
    }
    this.#countMoves(rows)
    this.#lists = now
    this.#checkTables(what)
    await this.#askAccess(what)
  }

  #judge(row: Row, what: string, lists: readonly Map<string, string[]>[]): void {
    this.counts.acts += 1
    const { action, tenant_id: tenantId, set_id: setId } = row
    const actor = JSON.parse(row.actor_json) as 'system' | { objectId: string }
    const by = actor === 'system' ? 'nobody' : actor.objectId
    const detail = (JSON.parse(row.detail_json) ?? {}) as Detail
    const second = detail.approvedBy?.objectId
    const key = `${tenantId} ${setId}`
    const blocked = this.#blocks.get(key)
    if (second !== undefined) this.#judgeSecond(by, second, `${action} after: ${what}`)
    else if (action === 'grant.undoBlock') this.#judgeUndo(row, by, blocked, what)
    else this.#judgeAlone(row, by, what, lists)
    if (action === 'grant.block') this.#note(key, blocked, { by, at: row.at }, what)
    if (action === 'grant.unblock' || action === 'grant.undoBlock') {
      if (!blocked) this.#complain(`${action} of what was not blocked`, what)
      this.#blocks.delete(key)
    }
  }

  /** Blocked in one tenant and begun in another in the same moment. */
  #countMoves(rows: readonly Row[]): void {
    const done = rows.filter(({ result, set_id }) => result === 'done' && set_id === limited)
    const blocked = new Set(done.filter(({ action }) => action === 'grant.block').map(({ at }) => at))
    this.counts.moved += done.filter(({ action, at }) => action === 'grant.start' && blocked.has(at)).length
  }

  #note(key: string, old: object | undefined, block: { by: string; at: number }, what: string): void {
    this.counts.blocks += 1
    if (old) this.#complain('a second block over the first', what)
    this.#blocks.set(key, block)
  }

  #judgeSecond(by: string, second: string, what: string): void {
    this.counts.approved += 1
    if (second === by) this.#complain('approved by its requester', what)
    if (!this.#may(second, approvers)) this.#complain(`approved by ${second}, who may not`, what)
    if (!this.#may(by, operators)) this.#complain(`requested by ${by}, who may not`, what)
  }

  #judgeUndo(row: Row, by: string, blocked: { by: string; at: number } | undefined, what: string): void {
    if (!this.#may(by, blocked?.by === by ? operators : approvers)) this.#complain(`undone by ${by}`, what)
    if (blocked && row.at - blocked.at > undoMs) this.#complain('undone too late', what)
    const acts = this.#acts.get(blocked?.by ?? '') ?? []
    const undone = acts.findIndex(
      (act) =>
        act.action === 'grant.block' &&
        act.tenantId === row.tenant_id &&
        act.setId === row.set_id &&
        act.at === blocked?.at,
    )
    if (undone >= 0) acts.splice(undone, 1)
  }

  #judgeAlone(row: Row, by: string, what: string, lists: readonly Map<string, string[]>[]): void {
    const { action, at, tenant_id: tenantId, set_id: setId } = row
    if (!this.#may(by, approvers)) this.#complain(`${action} by ${by}, who may not`, what)
    const isTierZero = lists.every((list) => (list.get(setId ?? '') ?? []).some((id) => tierZero.has(id)))
    if (['grant.start', 'grant.unblock'].includes(action) && isTierZero)
      this.#complain(`${action} of tier 0 by one person`, what)
    const recent = (this.#acts.get(by) ?? []).filter((act) => act.at > at - hourMs)
    recent.push({ action, at, tenantId: tenantId ?? '', setId })
    this.#acts.set(by, recent)
    const tenants = new Set(recent.map((act) => act.tenantId)).size
    if (action !== 'grant.block' && tenants > 10)
      this.#complain(`${by} changed ${tenants} tenants alone`, what)
  }

  /** What Microsoft is asked for at this moment is what was shown, and two people know it if it has tier 0. */
  #judgeOpening(row: Row, what: string): void {
    this.counts.opened += 1
    const { code, link } = JSON.parse(row.detail_json) as Detail
    const [consent] = query<{ id: string; person_json: string; approved_by_json: string | null }>(
      this.#app,
      'select * from consents where code = ? order by created_at desc',
      code ?? '',
    )
    const by = (JSON.parse(consent?.person_json ?? '{}') as { objectId: string }).objectId
    if (!this.#may(by, consent?.approved_by_json ? operators : approvers))
      this.#complain(`opened for ${by}`, what)
    if (link !== 'set') return
    const [shown] = query<{ requirement_json: string; client_id: string }>(
      this.#app,
      "select * from consent_links where consent_id = ? and tenant_id = ? and kind = 'set'",
      consent?.id ?? '',
      row.tenant_id ?? '',
    )
    const { permissions } = JSON.parse(shown?.requirement_json ?? '{}') as { permissions: string[] }
    const listed = this.#app.emulator.world.registrations.get(shown?.client_id ?? '')?.required ?? []
    const [bound, asked] = [permissions.map((each) => each.split('/')[2] ?? ''), listed.map(({ id }) => id)]
    if (`${bound.toSorted()}` !== `${asked.toSorted()}`) this.#complain('opened for another list', what)
    if (asked.some((id) => tierZero.has(id)) && !consent?.approved_by_json)
      this.#complain('opened for tier 0 by one person', what)
  }

  #checkTables(what: string): void {
    const stored = this.#storedBlocks().map(({ key, by, at }) => `${key} ${by} ${at}`)
    const known = [...this.#blocks].map(([key, { by, at }]) => `${key} ${by} ${at}`)
    if (`${stored.toSorted()}` !== `${known.toSorted()}`)
      this.#complain('blocks came or went by themselves', what)
    for (const { tenant_id, set_id, usable, status } of query<{
      tenant_id: string
      set_id: string
      usable: number
      status: string
    }>(
      this.#app,
      'select g.* from grants g join blocks b on b.tenant_id = g.tenant_id and b.set_id = g.set_id',
    ))
      if (usable === 1 || status !== 'blocked') this.#complain(`${tenant_id} ${set_id} is ${status}`, what)
    const lost = 'select id from consent_links where ended = 0 and tenant_id not in (select id from tenants)'
    if (query(this.#app, lost).length > 0) this.#complain('a link of a removed tenant is open', what)
  }

  /** The answer that the apps get, for a blocked set, and for the app with a limit. */
  async #askAccess(what: string): Promise<void> {
    const { chance } = this.#stage
    const keys = [...this.#blocks.keys()]
    if (keys.length > 0 && chance.oneIn(4)) {
      const [tenantId = '', setId = ''] = chance.pick(keys).split(' ')
      this.counts.asked += 1
      if (!query(this.#app, 'select 1 from tenants where id = ?', tenantId).length) this.counts.returned += 1
      const { allowed, status } = await askAccessIn(this.#app, tenantId, setId)
      if (allowed || status !== 'blocked') this.#complain(`${tenantId} ${setId} is answered ${status}`, what)
    }
    const used = query<{ tenant_id: string }>(
      this.#app,
      'select tenant_id from grants where set_id = ? and usable = 1',
      limited,
    )
    if (used.length < 2) return
    const open: string[] = []
    for (const { tenant_id: id } of used)
      if ((await askAccessIn(this.#app, id, limited)).allowed) open.push(id)
    if (open.length > 1) this.#complain(`${limited} is open in ${open.length} tenants`, what)
  }

  #may = (objectId: string, those: readonly string[]): boolean =>
    those.includes(objectId) && !this.#stage.off.has(objectId)

  #storedBlocks(): { key: string; by: string; at: number }[] {
    const rows = query<{ tenant_id: string; set_id: string; person_json: string; at: number }>(
      this.#app,
      'select * from blocks',
    )
    return rows.map(({ tenant_id, set_id, person_json, at }) => {
      return {
        key: `${tenant_id} ${set_id}`,
        by: (JSON.parse(person_json) as { objectId: string }).objectId,
        at,
      }
    })
  }

  /** Set → GUIDs of the list that the bot knows. */
  #knownLists(): Map<string, string[]> {
    const rows = query<{ set_id: string; permissions_json: string }>(this.#app, 'select * from requirements')
    return new Map(
      rows.map(({ set_id, permissions_json }) => [
        set_id,
        (JSON.parse(permissions_json) as { id: string }[]).map(({ id }) => id),
      ]),
    )
  }

  #complain(complaint: string, what: string): void {
    this.complaints.push(`step ${this.#steps}: ${complaint}, after: ${what}`)
  }
}
