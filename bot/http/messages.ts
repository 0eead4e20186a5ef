import type { Request, Response, Server } from 'restify'
import { activitySchema } from '../teams/activity.ts'
import type { Teams } from '../teams/make-teams.ts'
import type { ChannelGate } from './channel-gate.ts'
import { readJsonBody } from './json-body.ts'
import { answer, answerJson } from './server.ts'

export interface MessagesOptions {
  teams: Pick<Teams, 'handle' | 'mayAnswerTo'>
  /** `off`: whoever reaches this port is believed. The configuration allows it on loopback only. */
  gate: ChannelGate | 'off'
  /** Counts what was not let in, by status. */
  onRefused?(status: number): void
}

const statusOf = { unauthenticated: 401, forbidden: 403, unavailable: 503 } as const

/** The channel's tokens have about 2 KB. */
const longestAuthorization = 8_192

/** The channel's way in. What is refused learns its status and no more. */
export function addMessages(server: Server, options: MessagesOptions): void {
  server.post('/api/messages', async (request: Request, response: Response) => {
    const result = await answerRequest(options, request)
    if ([400, 401, 403, 413, 415].includes(result.status)) options.onRefused?.(result.status)
    // The rest of a body that is too big is not waited for.
    if (result.status === 413) response.setHeader('Connection', 'close')
    if (result.body === undefined) answer(response, result.status)
    else answerJson(response, result.status, result.body)
  })
}

async function answerRequest(
  { teams, gate }: MessagesOptions,
  request: Request,
): Promise<{ status: number; body?: unknown }> {
  const authorization = request.headers.authorization ?? ''
  if (gate !== 'off' && !/^Bearer \S+$/.test(authorization)) return { status: 401 }
  if (authorization.length > longestAuthorization) return { status: 401 }
  const body = await readJsonBody(request)
  if ('refused' in body) return { status: body.refused }
  const { data: activity } = activitySchema.safeParse(body.value)
  if (!activity) return { status: 400 }
  if (activity.channelId !== 'msteams' || !teams.mayAnswerTo(activity.serviceUrl)) return { status: 403 }
  const verdict = gate === 'off' ? 'welcome' : await gate(authorization, activity)
  return verdict === 'welcome' ? teams.handle(activity, authorization) : { status: statusOf[verdict] }
}
