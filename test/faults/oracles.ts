import { verifyHistory } from '#domain/audit/verify-history.ts'
import { minutes } from '#platform/base/time.ts'
import type { Db } from '#platform/storage/database.ts'
import type { Card } from '../../cards/render.ts'
import { demo } from '../../emulator/demo-world.ts'
import { findDoubleCards, findFalseGrants, findOthersOn, type Oracles } from '../model/oracles.ts'
import { query } from '../support/facts.ts'
import { type Scene, type Stage, say } from './stage.ts'

export type UnhandledRejection = unknown

export interface Judge {
  rights: Oracles
  db: Db
  /** Lines of the log that were read already. */
  seenLines: number
}

/** Everything that must hold after a fault and its end, by the names of the oracles; empty when it does. */
export async function judge(scene: Scene, by: Judge, statuses: readonly number[]): Promise<string[]> {
  return [
    ...o1Rights(scene, by),
    ...o2NothingLost(scene),
    ...(await o4Apart(scene)),
    ...o5Truth(scene),
    ...(await o6History(by)),
    ...o7Secrets(scene, by),
    ...understood(scene),
    ...o8Answers(scene, statuses),
    ...(await o10Silence(scene)),
  ]
}

/** O1 and O3: every act has somebody who may, and stands in the history as often as it was done. */
function o1Rights({ answers }: Scene, { rights }: Judge): string[] {
  const good = answers.filter(({ answer }) => answer.status === 200).map(({ answer }) => answer)
  rights.afterStep({ what: 'the fault', answers: good })
  return rights.complaints.splice(0).map((each) => `O1 ${each}`)
}

function o2NothingLost({ app }: Stage): string[] {
  const now = app.clock().getTime()
  const left = {
    'a message waits': query(app, 'select 1 from outbox where dead_at is null and due_at <= ?', now),
    'a job is due': query(app, 'select 1 from jobs where run_at <= ?', now),
    'a round goes on': query(app, "select 1 from sync_runs where state = 'running'"),
    'a link is overdue': query(
      app,
      'select 1 from consent_links where ended = 0 and expires_at < ?',
      now - minutes(120),
    ),
  }
  return Object.entries(left).flatMap(([what, rows]) =>
    rows.length > 0 ? [`O2 ${what}: ${rows.length}`] : [],
  )
}

/** The card of one tenant says nothing of another. */
async function o4Apart(scene: Scene): Promise<string[]> {
  await say(scene, scene.bob, `status ${scene.tenant}`)
  const card = scene.app.teams.cards(scene.bob.conversationId).at(-1)?.card
  const others = card ? findOthersOn(card, scene.tenantId) : []
  return others.map((each) => `O4 the card of ${scene.tenant} names ${each}`)
}

/** What is called granted is granted in the directory. */
const o5Truth = ({ app, tenantId }: Scene): string[] =>
  findFalseGrants(app, tenantId).map((each) => `O5 ${each}`)

async function o6History({ db }: Judge): Promise<string[]> {
  const { damage, replay } = await verifyHistory(db, { replay: true })
  return [
    ...(damage ? [`O6 the chain is damaged: ${JSON.stringify(damage)}`] : []),
    ...(replay && replay.count > 0 ? [`O6 replay differs: ${JSON.stringify(replay.differences)}`] : []),
  ]
}

/** A line that was asked about did nothing, so a fault under it was never met. */
const understood = ({ app }: Stage): string[] =>
  query(app, "select 1 from audit where reason = 'NAME_PART'").map(() => 'a line was asked about')

const secrets = [demo.reader.secret, 'eyJ']

function o7Secrets({ app, answers }: Scene, by: Judge): string[] {
  const lines = app.log.lines.slice(by.seenLines)
  by.seenLines = app.log.lines.length
  const said = [
    ...lines.map((line) => JSON.stringify(line)),
    ...answers.map((each) => JSON.stringify(each.answer)),
  ]
  return secrets
    .filter((secret) => said.some((text) => text.includes(secret)))
    .map(() => 'O7 a secret was said')
}

function o8Answers({ answers, rejections }: Scene, statuses: readonly number[]): string[] {
  const wrong = answers.filter(({ answer }) => !statuses.includes(answer.status))
  const holed = answers.filter(({ answer }) => {
    const card = (answer.body as { value?: Card } | undefined)?.value
    return card !== undefined && /\$\{|undefined|\[object/.test(JSON.stringify(card))
  })
  return [
    ...wrong.map(({ what, answer }) => `O8 "${what}" was answered with ${answer.status}`),
    ...holed.map(({ what }) => `O8 the card for "${what}" has a hole`),
    ...rejections.splice(0).map((each) => `O8 nobody caught ${String(each)}`),
  ]
}

/** A read of a tenant that is as it was says nothing, and no alert has two cards. */
async function o10Silence(scene: Scene): Promise<string[]> {
  const { app, watch, olivia } = scene
  const cards = (): number => app.teams.cards(watch.conversationId).length
  const before = cards()
  await say(scene, olivia, `sync ${scene.tenant}`)
  await app.pass(minutes(2))
  const more = cards() - before
  const double = findDoubleCards(app, [watch.conversationId])
  return [...(more > 0 ? [`O10 ${more} cards about nothing`] : []), ...double.map((each) => `O10 ${each}`)]
}
