import { readFileSync } from 'node:fs'
import { type Exchange, send } from '../http.ts'

const script = readFileSync(new URL('./live.js', import.meta.url), 'utf8')

/** `GET /world/live.js`: the one script of the emulator's pages. */
export function answerLiveScript({ response }: Exchange): void {
  send(
    response,
    200,
    { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-cache' },
    script,
  )
}
