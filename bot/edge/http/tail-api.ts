import type { Request, Response } from 'restify'
import { tailsEn as words } from '../../../cards/words/tails-en.ts'
import { type AppDoor, admitApp, answerApp } from './admit-app.ts'
import { readTail, type Tail, type TailProblem } from './read-tail.ts'

/** `removed`: something behind the number is gone, up to this one. `ahead`: the number was never given; this one was the last. */
type TailAnswer =
  | { events: readonly object[]; next: number; more: boolean }
  | { removed: number }
  | { ahead: number }

interface TailApi extends AppDoor {
  /** What is read on and on, which decides its words. */
  door: 'events' | 'history'
  read(tail: Tail): Promise<TailAnswer>
}

/** The handler of an endpoint that another system reads on and on, each time behind what it has. */
export function makeTail(api: TailApi): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    if (!(await admitApp(api, api.door, request, response))) return
    const asked = readTail(request)
    const [status, body] = 'problem' in asked ? [400, asked.problem] : await answerTail(api, asked.tail)
    answerApp(response, status, JSON.stringify(body))
  }
}

async function answerTail({ door, read }: TailApi, tail: Tail): Promise<[number, object]> {
  const answer = await read(tail)
  const gone = (code: string, message: string): TailProblem => ({ code, message })
  if ('removed' in answer) return [410, gone('TAIL_REMOVED', words[door].removed(answer.removed))]
  if ('ahead' in answer) return [409, gone('TAIL_AHEAD', words[door].ahead(answer.ahead))]
  return [200, answer]
}
