import type { Request, Response } from 'restify'
import type { AppAuthentication, AppAuthenticator } from './authenticate-app.ts'
import type { DoorLog, DoorRefusal } from './door-log.ts'

/* What the endpoints for apps have in common: who is admitted, and how they answer. */

export interface AppDoor {
  authenticate: AppAuthenticator
  onRefused?: DoorLog | undefined
}

const refusals: Readonly<
  Record<Exclude<AppAuthentication, 'welcome'>, [number, Readonly<Record<string, string>>]>
> = {
  unauthenticated: [401, { 'WWW-Authenticate': 'Bearer' }],
  forbidden: [403, {}],
  unavailable: [503, { 'Retry-After': '5' }],
}

/** True for an app that may come in; any other is answered and logged as refused at this door. */
export async function admitApp(
  { authenticate, onRefused }: AppDoor,
  door: DoorRefusal['door'],
  request: Request,
  response: Response,
): Promise<boolean> {
  const authentication = await authenticate(request.headers.authorization)
  if (authentication === 'welcome') return true
  const [status, headers] = refusals[authentication]
  onRefused?.(request, { door, status, reason: authentication })
  answerApp(response, status, '', headers)
  return false
}

/** Answers with this JSON text, or without a body. */
export function answerApp(
  response: Response,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const type = body === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }
  response.writeHead(status, {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...type,
    ...headers,
  })
  response.end(body)
}
