import type { Request, Response, Server } from 'restify'
import { noncePattern, probePath } from '#domain/preflight/probe-answer.ts'
import { answer } from './server.ts'

/**
 * Answers a preflight that asks whether the public address leads here. The answer is good for nothing else, so everybody may
 * ask; whatever isn't such a question is a path that doesn't exist.
 */
export function addPreflightProbe(server: Server, answerTo: (nonce: string) => string): void {
  server.get(probePath, async (request: Request, response: Response) => {
    const nonce = new URL(request.url ?? '', 'http://any').searchParams.get('nonce') ?? ''
    if (!noncePattern.test(nonce)) return answer(response, 404)
    answer(response, 200, 'text/plain; charset=utf-8', answerTo(nonce))
  })
}
