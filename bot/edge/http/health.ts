import type { Request, Response, Server } from 'restify'
import { answerJson } from './server.ts'

/** Each resolves if its part works and rejects if not. */
export type ReadyChecks = Readonly<Record<string, () => Promise<unknown>>>

export interface Health {
  checks: ReadyChecks
  /** Told and no more: a neighbour's outage is not mended by starting this program anew. */
  notes?: ReadyChecks
}

/** `/healthz`: the process answers. `/readyz`: it can do its work; 503 names the parts that cannot, and nothing else. */
export function addHealth(server: Server, current: () => Health): void {
  server.get('/healthz', async (_request: Request, response: Response) => {
    answerJson(response, 200, { status: 'ok' })
  })
  server.get('/readyz', async (_request: Request, response: Response) => {
    const { checks, notes = {} } = current()
    const [failed, noted] = await Promise.all([failuresOf(checks), failuresOf(notes)])
    const ready = failed.length === 0
    answerJson(response, ready ? 200 : 503, { ready, failed, noted })
  })
}

async function failuresOf(checks: ReadyChecks): Promise<string[]> {
  const names = Object.keys(checks)
  const results = await Promise.allSettled(names.map((name) => checks[name]?.()))
  return names.filter((_, index) => results[index]?.status === 'rejected')
}
