import { createHash } from 'node:crypto'
import type { Request, Response, Server } from 'restify'
import { z } from 'zod'
import type { AccessAnswer, AccessQuestion } from '#domain/access/answer-access.ts'
import type { AppAuthentication, AppAuthenticator } from './authenticate-app.ts'
import type { DoorLog } from './door-log.ts'
import { openApi } from './openapi.ts'

interface AccessApi {
  answer(question: AccessQuestion): Promise<AccessAnswer>
  authenticate: AppAuthenticator
  onRefused?: DoorLog | undefined
  publicUrl: string
}

const refusals: Readonly<
  Record<Exclude<AppAuthentication, 'welcome'>, [number, Readonly<Record<string, string>>]>
> = {
  unauthenticated: [401, { 'WWW-Authenticate': 'Bearer' }],
  forbidden: [403, {}],
  unavailable: [503, { 'Retry-After': '5' }],
}

const questionSchema = z.object({
  tenant: z.tuple([z.guid().toLowerCase()]),
  set: z.tuple([
    z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(64),
  ]),
})

/** Adds `GET /api/v1/access` for the apps of the suite, and its public OpenAPI description. */
export function addAccessApi(server: Server, api: AccessApi): void {
  const description = JSON.stringify(openApi(api.publicUrl))
  server.get('/api/v1/openapi.json', async (_request: Request, response: Response) => {
    send(response, 200, description, { 'Cache-Control': 'public, max-age=3600' })
  })
  server.get('/api/v1/access', async (request: Request, response: Response) => {
    const authentication = await api.authenticate(request.headers.authorization)
    if (authentication !== 'welcome') {
      const [status, headers] = refusals[authentication]
      api.onRefused?.(request, { door: 'access', status, reason: authentication })
      return send(response, status, '', headers)
    }
    await answerQuestion(api, request, response)
  })
}

async function answerQuestion(api: AccessApi, request: Request, response: Response): Promise<void> {
  const query = new URL(request.url ?? '', 'http://any').searchParams
  const read = questionSchema.safeParse({ tenant: query.getAll('tenant'), set: query.getAll('set') })
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map((issue) => issue.path[0]))]
    return send(response, 400, JSON.stringify({ code: 'INPUT_INVALID', parameters: wrong }))
  }
  const [tenantId] = read.data.tenant
  const [setId] = read.data.set
  const body = JSON.stringify(await api.answer({ tenantId, setId }))
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`
  // no-cache: a client may store the response but must revalidate it before every use; the ETag makes that cheap.
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Authorization' }
  if (knows(request.headers['if-none-match'], tag)) return send(response, 304, '', headers)
  send(response, 200, body, headers)
}

/** Weak comparison, as RFC 9110 asks for If-None-Match. */
function knows(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((entry) => entry.trim().replace(/^W\//, ''))
  return tags.includes(tag) || tags.includes('*')
}

function send(
  response: Response,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = { 'Cache-Control': 'no-store' },
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
