import type { Request, Response, Server } from 'restify'
import { activitySchema, type TeamsActivity } from '../teams/activity.ts'
import type { Teams } from '../teams/teams.ts'
import type { Caller, ChannelGate, GateReason } from './channel-gate.ts'
import { readJsonBody, refuseBody } from './json-body.ts'
import { answer, answerLasting } from './server.ts'

/** What was not let in, for the metrics. */
export interface Refused {
  status: number
  reason: GateReason | 'media' | 'size' | 'shape' | 'closed'
}

export interface MessagesOptions {
  teams: Pick<Teams, 'handle' | 'mayAnswerTo'>
  /** `off`: whoever reaches this port is believed. The configuration allows it on loopback only. */
  gate: ChannelGate | 'off'
  /** False while the program starts or stops: the channel asks again, and nothing is done by half. */
  isOpen?(): boolean
  onRefused?(refused: Refused): void
}

type Step<T> = T | { refused: number; reason: Refused['reason'] }

/** The channel's tokens have about 2 KB. */
const longestAuthorization = 8_192

/** The channel's way in. What is refused learns its status and no more. */
export function addMessages(server: Server, options: MessagesOptions): void {
  server.post('/api/messages', async (request: Request, response: Response) => {
    const admitted = await admit(options, request)
    if ('refused' in admitted) {
      const { refused: status, reason } = admitted
      options.onRefused?.({ status, reason })
      // What is left of the body is not waited for.
      if (!request.complete) response.setHeader('Connection', 'close')
      return answer(response, status)
    }
    const { status, body } = await options.teams.handle(admitted.activity)
    if (body === undefined) answer(response, status)
    else answerLasting(response, status, body)
  })
}

/** Headers, then the token, then the body, then whether they belong together: nothing is read for a stranger. */
async function admit(options: MessagesOptions, request: Request): Promise<Step<{ activity: TeamsActivity }>> {
  const { teams, gate, isOpen } = options
  if (isOpen && !isOpen()) return { refused: 503, reason: 'closed' }
  const media = refuseBody(request)
  if (media) return { ...media, reason: media.refused === 413 ? 'size' : 'media' }
  const entry = gate === 'off' ? 'off' : await enter(gate, request)
  if (entry !== 'off' && 'refused' in entry) return entry
  const body = await readJsonBody(request)
  if ('refused' in body) return { ...body, reason: body.refused === 413 ? 'size' : 'shape' }
  const { data: activity } = activitySchema.safeParse(body.value)
  if (!activity) return { refused: 400, reason: 'shape' }
  if (activity.channelId !== 'msteams') return { refused: 403, reason: 'channel' }
  if (!teams.mayAnswerTo(activity.serviceUrl)) return { refused: 403, reason: 'address' }
  const unfit = gate !== 'off' && entry !== 'off' ? gate.refuse(entry.caller, activity) : undefined
  return unfit ?? { activity }
}

async function enter(gate: ChannelGate, request: Request): Promise<Step<{ caller: Caller }>> {
  // Of two headers Node keeps one; a proxy before it may have looked at the other.
  const [authorization = '', ...more] = request.headersDistinct.authorization ?? []
  const isOne = more.length === 0 && authorization.length <= longestAuthorization
  return isOne && /^Bearer \S+$/.test(authorization)
    ? gate.open(authorization)
    : { refused: 401, reason: 'authorization' }
}
