import type { IncomingMessage } from 'node:http'
import type { Request, Response, Server } from 'restify'
import { activitySchema, type TeamsActivity } from '../teams/channel/activity.ts'
import { WrittenBody } from '../teams/channel/card-response.ts'
import type { Teams } from '../teams/make-teams.ts'
import type { BotFrameworkAuthenticator, Caller, RefusalReason } from './authenticate-bot-framework.ts'
import { readJsonBody, refuseBody } from './json-body.ts'
import { answer, answerJson, answerWritten } from './server.ts'

/** A refused request, for the metrics. */
export interface RefusedRequest {
  status: number
  reason: RefusalReason | 'media' | 'size' | 'shape' | 'closed'
}

interface MessagesOptions {
  teams: Pick<Teams, 'handle' | 'mayAnswerTo'>
  /** `off`: every request is accepted. The configuration allows it on loopback only. */
  authenticator: BotFrameworkAuthenticator | 'off'
  /** False while the program starts or stops: the channel retries, and nothing is left half done. */
  isOpen?(): boolean
  onRefused?(refused: RefusedRequest, request: IncomingMessage): void
}

type Step<T> = T | { refused: number; reason: RefusedRequest['reason'] }

/** The channel's tokens have about 2 KB. */
const longestAuthorization = 8_192

/** Adds the endpoint of the channel. A refused request gets its status and nothing more. */
export function addMessages(server: Server, options: MessagesOptions): void {
  const receive = async (request: Request, response: Response): Promise<void> => {
    const admitted = await admit(options, request)
    if ('refused' in admitted) {
      const { refused: status, reason } = admitted
      options.onRefused?.({ status, reason }, request)
      // The rest of the body is not read.
      if (!request.complete) response.setHeader('Connection', 'close')
      return answer(response, status)
    }
    const { status, body } = await options.teams.handle(admitted.activity)
    if (body === undefined) answer(response, status)
    else if (body instanceof WrittenBody) answerWritten(response, status, body.bytes)
    else answerJson(response, status, body)
  }
  // A registration may end with a slash, and Azure keeps it.
  server.post('/api/messages', receive)
  server.post('/api/messages/', receive)
}

/** Checks headers, token, body, and that they belong together, in this order: the body of an unauthenticated request is not read. */
async function admit(options: MessagesOptions, request: Request): Promise<Step<{ activity: TeamsActivity }>> {
  const { teams, authenticator, isOpen } = options
  if (isOpen && !isOpen()) return { refused: 503, reason: 'closed' }
  const media = refuseBody(request)
  if (media) return { ...media, reason: media.refused === 413 ? 'size' : 'media' }
  const entry = authenticator === 'off' ? 'off' : await enter(authenticator, request)
  if (entry !== 'off' && 'refused' in entry) return entry
  const body = await readJsonBody(request)
  if ('refused' in body) return { ...body, reason: body.refused === 413 ? 'size' : 'shape' }
  const { data: activity } = activitySchema.safeParse(body.value)
  if (!activity) return { refused: 400, reason: 'shape' }
  if (activity.channelId !== 'msteams') return { refused: 403, reason: 'channel' }
  if (!teams.mayAnswerTo(activity.serviceUrl)) return { refused: 403, reason: 'address' }
  const unfit =
    authenticator !== 'off' && entry !== 'off' ? authenticator.refuse(entry.caller, activity) : undefined
  return unfit ?? { activity }
}

async function enter(
  authenticator: BotFrameworkAuthenticator,
  request: Request,
): Promise<Step<{ caller: Caller }>> {
  // Of two headers Node keeps one; a proxy in front may have checked the other.
  const [authorization = '', ...more] = request.headersDistinct.authorization ?? []
  const isOne = more.length === 0 && authorization.length <= longestAuthorization
  return isOne && /^Bearer \S+$/.test(authorization)
    ? authenticator.authenticate(authorization)
    : { refused: 401, reason: 'authorization' }
}
