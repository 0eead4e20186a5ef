import type { Request, Response, Server } from 'restify'
import type { EventsAnswer } from '#domain/events/read-events.ts'
import { eventsApiEn as words } from '../../../cards/words/events-api-en.ts'
import { type AppDoor, admitApp, answerApp } from './admit-app.ts'
import { readTail, type Tail } from './read-tail.ts'

interface EventsApi extends AppDoor {
  read(tail: Tail): Promise<EventsAnswer>
  publicUrl: string
}

/** Adds `GET /api/v1/events`: what other systems were told, for those that missed some of it. */
export function addEventsApi(server: Server, api: EventsApi): void {
  server.get('/api/v1/events', async (request: Request, response: Response) => {
    if (!(await admitApp(api, 'events', request, response))) return
    const asked = readTail(request)
    const [status, body] = 'problem' in asked ? [400, asked.problem] : await answerTail(api, asked.tail)
    answerApp(response, status, JSON.stringify(body))
  })
}

async function answerTail({ read, publicUrl }: EventsApi, tail: Tail): Promise<[number, object]> {
  const answer = await read(tail)
  if ('removed' in answer) return [410, { code: 'TAIL_REMOVED', message: words.removed(answer.removed) }]
  if ('ahead' in answer) return [409, { code: 'TAIL_AHEAD', message: words.ahead(answer.ahead) }]
  const { events, next, more } = answer
  // The library is loaded with the first question: most installations read no events.
  const { toCloudEvent } = await import('#domain/events/cloud-event.ts')
  return [200, { events: events.map((event) => toCloudEvent(event, publicUrl)), next, more }]
}
