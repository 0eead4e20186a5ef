import type { Request, Response, Server } from 'restify'
import { answerJson } from './server.ts'

/** Each check resolves if its part works and rejects if not. */
type ReadyChecks = Readonly<Record<string, () => Promise<unknown>>>

export interface Health {
  checks: ReadyChecks
  /** Reported without a 503: a restart of this program does not fix an outage of another service. */
  notes?: ReadyChecks
}

/** `/healthz`: the process answers. `/readyz`: it can do its work; a 503 names the parts that can't, and nothing else. */
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
