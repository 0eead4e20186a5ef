import { createHash } from 'node:crypto'
import type { Request, Response, Server } from 'restify'
import { z } from 'zod'
import type { AccessAnswer, AccessQuestion } from '#domain/access/answer-access.ts'
import { once } from '#platform/base/once.ts'
import { type AppDoor, admitApp, answerApp } from './admit-app.ts'

interface AccessApi extends AppDoor {
  answer(question: AccessQuestion): Promise<AccessAnswer>
  publicUrl: string
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
  // Made when somebody first asks: its schemas would be a part of every start.
  const describe = once(async () => {
    const { openApi } = await import('./openapi.ts')
    return JSON.stringify(openApi(api.publicUrl))
  })
  server.get('/api/v1/openapi.json', async (_request: Request, response: Response) => {
    answerApp(response, 200, await describe(), { 'Cache-Control': 'public, max-age=3600' })
  })
  server.get('/api/v1/access', async (request: Request, response: Response) => {
    if (await admitApp(api, 'access', request, response)) await answerQuestion(api, request, response)
  })
}

async function answerQuestion(api: AccessApi, request: Request, response: Response): Promise<void> {
  const query = new URL(request.url ?? '', 'http://any').searchParams
  const read = questionSchema.safeParse({ tenant: query.getAll('tenant'), set: query.getAll('set') })
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map((issue) => issue.path[0]))]
    return answerApp(response, 400, JSON.stringify({ code: 'INPUT_INVALID', parameters: wrong }))
  }
  const [tenantId] = read.data.tenant
  const [setId] = read.data.set
  const body = JSON.stringify(await api.answer({ tenantId, setId }))
  const tag = `"${createHash('sha256').update(body).digest('base64url')}"`
  // no-cache: a client may store the response but must revalidate it before every use; the ETag makes that cheap.
  const headers = { ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Authorization' }
  if (knows(request.headers['if-none-match'], tag)) return answerApp(response, 304, '', headers)
  answerApp(response, 200, body, headers)
}

/** Weak comparison, as RFC 9110 asks for If-None-Match. */
function knows(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((entry) => entry.trim().replace(/^W\//, ''))
  return tags.includes(tag) || tags.includes('*')
}
