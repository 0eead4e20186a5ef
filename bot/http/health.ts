import type { Request, Response, Server } from 'restify'
import { answerJson } from './server.ts'

/** Each resolves if its part works and rejects if not. */
export type ReadyChecks = Readonly<Record<string, () => Promise<unknown>>>

/** `/healthz`: the process answers. `/readyz`: it can do its work; 503 names the parts that cannot, and nothing else. */
export function addHealth(server: Server, { checks }: { checks: ReadyChecks }): void {
  server.get('/healthz', async (_request: Request, response: Response) => {
    answerJson(response, 200, { status: 'ok' })
  })
  server.get('/readyz', async (_request: Request, response: Response) => {
    const names = Object.keys(checks)
    const results = await Promise.allSettled(names.map((name) => checks[name]?.()))
    const failed = names.filter((_, index) => results[index]?.status === 'rejected')
    answerJson(response, failed.length === 0 ? 200 : 503, { ready: failed.length === 0, failed })
  })
}
