import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Request, Response, Server } from 'restify'
import { isSameSecret } from '#platform/base/secret-token.ts'
import type { TurnEvent } from '../teams/turns/answer-turn.ts'
import type { DoorLog } from './door-log.ts'
import type { RefusedRequest } from './messages.ts'
import { type OutboxState, outboxMetrics } from './outbox-metrics.ts'
import { answer } from './server.ts'
import { type SyncState, syncMetrics } from './sync-metrics.ts'
import { type WebhookState, webhookMetrics } from './webhook-metrics.ts'

/** What the parts of the program report. No label has text from outside. */
export interface Metrics {
  turnEnded(event: TurnEvent): void
  /** One request to Microsoft; without a status there was no response. */
  requestEnded(event: { service: 'login' | 'graph'; ms: number; status?: number }): void
  /** A refused request of the channel. */
  refused(refused: RefusedRequest): void
  /** One attempt to send a message of the outbox. */
  messageEnded(outcome: string): void
  /** Called at each scrape. */
  watchOutbox(read: () => Promise<OutboxState>): void
  /** One attempt to deliver an event to a target. */
  webhookEnded(target: string, outcome: string): void
  /** Called at each scrape. */
  watchWebhooks(read: () => Promise<readonly WebhookState[]>): void
  /** A tenant was read in a batch. */
  tenantRead(result: string): void
  /** Graph throttled, in one tenant or in all. */
  throttled(scope: 'all' | 'tenant'): void
  /** Called at each scrape. */
  watchSync(figures: () => SyncState['figures'], queues: () => Promise<SyncState['queues']>): void
  /** The page in the text format of Prometheus. */
  text(): Promise<string>
}

/** `process: false` leaves out the metrics of the process (memory, event-loop lag, garbage collection). */
export function makeMetrics({ process = true } = {}): Metrics {
  const registry = new Registry()
  if (process) collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const turns = new Histogram({
    name: 'grantkeeper_turn_seconds',
    help: 'Turns by kind, verb and outcome',
    labelNames: ['kind', 'verb', 'outcome'],
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 2, 4, 10],
    registers,
  })
  const requests = new Histogram({
    name: 'grantkeeper_microsoft_request_seconds',
    help: 'Requests to Microsoft by service and status',
    labelNames: ['service', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  })
  const refusals = new Counter({
    name: 'grantkeeper_refused_total',
    help: 'Rejected requests to the bot endpoint, by status and reason',
    labelNames: ['status', 'reason'],
    registers,
  })
  return {
    ...outboxMetrics(registry),
    ...syncMetrics(registry),
    ...webhookMetrics(registry),
    turnEnded: ({ kind, verb, outcome, ms }) => turns.observe({ kind, verb, outcome }, ms / 1_000),
    requestEnded: ({ service, ms, status }) =>
      requests.observe({ service, status: status ?? 'none' }, ms / 1_000),
    refused: ({ status, reason }) => refusals.inc({ status, reason }),
    text: () => registry.metrics(),
  }
}

interface MetricsDoor {
  /** Absent: whoever reaches the page can read it. */
  token?: string | undefined
  onRefused?: DoorLog | undefined
}

export function addMetrics(
  server: Server,
  metrics: Pick<Metrics, 'text'>,
  { token, onRefused }: MetricsDoor = {},
): void {
  server.get('/metrics', async (request: Request, response: Response) => {
    if (token !== undefined && !isBearer(request.headers.authorization, token)) {
      onRefused?.(request, { door: 'metrics', status: 401, reason: 'token' })
      response.setHeader('WWW-Authenticate', 'Bearer')
      return answer(response, 401)
    }
    answer(response, 200, 'text/plain; version=0.0.4; charset=utf-8', await metrics.text())
  })
}

const isBearer = (authorization: string | undefined, token: string): boolean =>
  isSameSecret(/^Bearer ([!-~]+)$/i.exec(authorization ?? '')?.[1], token)
