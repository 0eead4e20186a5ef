import type { Request, Response, Server } from 'restify'
import type { OcsfAnswer } from '#domain/audit/read-ocsf.ts'
import { tailsEn as words } from '../../../cards/words/tails-en.ts'
import { type AppDoor, admitApp, answerApp } from './admit-app.ts'
import { readTail, type Tail, type TailProblem } from './read-tail.ts'

interface OcsfApi extends AppDoor {
  read(tail: Tail): Promise<OcsfAnswer>
}

/** Adds `GET /api/v1/history/ocsf`, which a SIEM reads on and on. */
export function addOcsfApi(server: Server, api: OcsfApi): void {
  server.get('/api/v1/history/ocsf', async (request: Request, response: Response) => {
    if (!(await admitApp(api, 'history', request, response))) return
    const asked = readTail(request)
    if ('problem' in asked) return refuse(response, 400, asked.problem)
    const answer = await api.read(asked.tail)
    if ('removed' in answer)
      return refuse(response, 410, { code: 'TAIL_REMOVED', message: words.removed(answer.removed) })
    if ('ahead' in answer)
      return refuse(response, 409, { code: 'TAIL_AHEAD', message: words.ahead(answer.ahead) })
    answerApp(response, 200, JSON.stringify(answer))
  })
}

const refuse = (response: Response, status: number, problem: TailProblem): void =>
  answerApp(response, status, JSON.stringify(problem))
