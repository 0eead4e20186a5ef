import { effectOf, strike } from '../faults.ts'
import type { Effect } from '../world/effects.ts'
import { type Answer, graphError, type RequestIds } from './answer.ts'
import { answerPart, type Session } from './answer-part.ts'
import { type BatchPart, readBatch } from './batch.ts'
import { faultAnswer } from './fault-answer.ts'

interface PartAnswer {
  id: string
  status: number
  headers: Record<string, string>
  body: unknown
}

export interface BatchOutcome {
  answer: Answer
  /** Those of the envelope and of every part. */
  effects: readonly Effect[]
  /** Absent when the whole envelope was rejected. */
  parts?: { id: string; method: string; url: string; status: number }[]
}

/** Answers every part on its own. `text` is `undefined` when the request was no POST of JSON. */
export function answerBatch(session: Session, text: string | undefined): BatchOutcome {
  const { ids, tenant, effects } = session
  if (text === undefined) {
    const refusal = graphError(ids, 400, 'BadRequest', 'A batch is a POST of application/json.')
    return { answer: refusal, effects }
  }
  const parts = readBatch(parseJson(text), ids)
  if ('status' in parts) return { answer: parts, effects }
  const answers = new Map<string, PartAnswer>()
  const effectsOfAll: Effect[] = [...effects]
  for (const part of parts) {
    const struck = [...effects, ...strikePart(session, part)]
    effectsOfAll.push(...struck)
    const answer = dependencyFailed(part, answers) ? dependent(ids) : partAnswer(session, part, struck)
    if (!effectOf(struck, 'missing')) answers.set(part.id, envelope(part.id, answer, tenant.readCount))
  }
  const responses = order([...answers.values()], tenant.readCount)
  const log = parts.map(({ id, method, url }) => ({ id, method, url, status: answers.get(id)?.status ?? 0 }))
  return { answer: { status: 200, body: { responses } }, effects: effectsOfAll, parts: log }
}

function strikePart(session: Session, part: BatchPart): Effect[] {
  const { tid: tenantId, appid: clientId } = session.claims
  return strike(session.world, { where: 'part', tenantId, clientId, path: part.url })
}

function partAnswer(session: Session, part: BatchPart, effects: readonly Effect[]): Answer {
  const { ids } = session
  if (/^https?:/i.test(part.url))
    return graphError(ids, 400, 'BadRequest', 'The url of a part must be relative.')
  if (/^\/?\$batch/.test(part.url)) return graphError(ids, 400, 'BadRequest', 'A batch cannot hold a batch.')
  const url = part.url.startsWith('/') ? part.url : `/${part.url}`
  return faultAnswer(effects, ids) ?? answerPart(session, part.method, url, effects, part.body)
}

const dependencyFailed = (part: BatchPart, answers: ReadonlyMap<string, PartAnswer>): boolean =>
  part.dependsOn.some((id) => (answers.get(id)?.status ?? 500) >= 400)

const dependent = (ids: RequestIds): Answer =>
  graphError(ids, 424, 'FailedDependency', 'The request depends on one that failed.')

/** Names of headers vary in case from answer to answer. */
function envelope(id: string, answer: Answer, number: number): PartAnswer {
  const type = typeof answer.body === 'string' ? 'text/html' : 'application/json'
  const contentType = number % 2 === 0 ? 'content-type' : 'Content-Type'
  const headers: Record<string, string> = { 'Cache-Control': 'no-cache', [contentType]: type }
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    headers[number % 2 === 0 ? name : name.replace(/(^|-)[a-z]/g, (sign) => sign.toUpperCase())] = value
  }
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body).toString('base64') : answer.body
  return { id, status: answer.status, headers, body }
}

/** Graph does not guarantee the order of responses: it rotates by one with every request. */
function order(answers: PartAnswer[], number: number): PartAnswer[] {
  const turn = answers.length === 0 ? 0 : number % answers.length
  return turn === 0 ? answers : [...answers.slice(turn), ...answers.slice(0, turn)]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
