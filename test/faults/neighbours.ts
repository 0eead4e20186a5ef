import { atChannel, atMicrosoft, type Fault } from './fault.ts'
import { acts, type Scene } from './stage.ts'

const waits = ['0', '-5', '10000', '2', '1.5', 'Wed, 21 Oct 2026 07:28:00 GMT', 'soon', undefined]
const waitOf = ({ chance }: Scene) => {
  const retryAfter = chance.pick(waits)
  return retryAfter === undefined ? {} : { retryAfter }
}
const throttled = (scene: Scene) => ({ kind: 'status' as const, status: 429, ...waitOf(scene) })
const maybe = [200, 503]

/** Graph, the sign-in and the channel have a bad day. */
export const neighbourFaults: readonly Fault[] = [
  {
    id: 'F7',
    what: '429 with every kind of Retry-After',
    statuses: maybe,
    points: {
      'a whole batch': atMicrosoft('graph', throttled, 'sync'),
      'a part of a batch': atMicrosoft('part', throttled, 'sync', 'appRoleAssignments'),
      'the sign-in': atMicrosoft('token', throttled, 'grant'),
      'the channel': atChannel(
        ({ chance }) => ({ status: 429, retryAfterSeconds: chance.pick([0, 1, 10_000]) }),
        'block',
      ),
    },
  },
  {
    id: 'F8',
    what: '412 on half of what is sent',
    statuses: maybe,
    points: Object.fromEntries(
      (['block', 'request', 'grant'] as const).map((act) => [
        act,
        async (scene: Scene) => {
          for (let n = 0; n < 4; n++)
            if (scene.chance.oneIn(2))
              scene.app.teams.connector.fail({ status: 412, code: 'PreconditionFailed' })
          await acts[act](scene)
        },
      ]),
    ),
  },
  {
    id: 'F9',
    what: '5xx after the message was delivered',
    statuses: maybe,
    points: {
      'a card for somebody': atChannel(
        ({ chance }) => ({ status: chance.pick([500, 502, 503, 504]), afterAll: true, method: 'POST' }),
        'request',
      ),
      'a change of a card': atChannel(
        ({ chance }) => ({ status: chance.pick([500, 502, 503, 504]), afterAll: true, method: 'PUT' }),
        'request',
      ),
      'an answer': atChannel(
        ({ chance }) => ({ status: chance.pick([500, 502, 503, 504]), afterAll: true }),
        'look',
      ),
    },
  },
  {
    id: 'F10',
    what: '403 and 404 of each kind, 413',
    statuses: maybe,
    points: {
      '404 to a change': atChannel(
        ({ chance }) => ({
          status: 404,
          code: chance.pick(['ActivityNotFoundInConversation', 'ConversationNotFound']),
          method: 'PUT',
        }),
        'request',
      ),
      '413': atChannel(() => ({ status: 413, code: 'MessageSizeTooBig' }), 'look'),
      '403 that passes': atChannel(() => ({ status: 403, code: 'Unknown' }), 'block'),
    },
  },
  {
    id: 'F11',
    what: 'somebody accepts and never answers',
    statuses: maybe,
    points: {
      Graph: atMicrosoft('graph', () => ({ kind: 'hang' }), 'sync'),
      'the sign-in': atMicrosoft('token', () => ({ kind: 'hang' }), 'grant'),
      'the channel': async (scene) => {
        scene.app.teams.connector.hang()
        await acts.look(scene)
      },
    },
  },
  {
    id: 'F12',
    what: 'cut connections, cut JSON, HTML, parts that are missing',
    points: {
      'cut in the middle': atMicrosoft('graph', () => ({ kind: 'truncate' }), 'sync'),
      'HTML instead of JSON': atMicrosoft(
        'graph',
        () => ({ kind: 'status', status: 502, body: 'html' }),
        'grant',
      ),
      'a part is missing': atMicrosoft('part', () => ({ kind: 'missing' }), 'sync', 'appRoleAssignments'),
      'an empty answer': atMicrosoft(
        'graph',
        () => ({ kind: 'status', status: 500, body: 'empty' }),
        'block',
      ),
    },
  },
  {
    id: 'F13',
    what: 'the sign-in refuses',
    points: Object.fromEntries(
      (['sync', 'grant', 'request'] as const).map((act) => [
        act,
        atMicrosoft(
          'token',
          ({ chance }) => ({
            kind: 'aadsts',
            code: chance.pick([7000215, 7000222, 700027, 90002, 700016, 50020, 53003, 7000112, 90033]),
          }),
          act,
        ),
      ]),
    ),
  },
  {
    id: 'F15',
    what: 'pages that lead nowhere, in a circle or elsewhere',
    points: {
      'an empty page': atMicrosoft('part', () => ({ kind: 'emptyPage' }), 'sync', 'appRoleAssignments'),
      'a circle': atMicrosoft('part', () => ({ kind: 'loopingPage' }), 'sync', 'appRoleAssignments'),
      'a page that ran out': atMicrosoft(
        'part',
        () => ({ kind: 'expiredPageToken' }),
        'sync',
        'oauth2PermissionGrants',
      ),
      'another host': atMicrosoft(
        'part',
        () => ({ kind: 'foreignPage', host: 'https://evil.example' }),
        'sync',
        'appRoleAssignments',
      ),
    },
  },
  {
    id: 'F30',
    what: 'the network itself',
    points: {
      'Graph hangs up': atMicrosoft('graph', () => ({ kind: 'cut' }), 'sync'),
      'the sign-in hangs up': atMicrosoft('token', () => ({ kind: 'cut' }), 'grant'),
      'slow, then well': atMicrosoft(
        'graph',
        ({ chance }) => ({ kind: 'slow', ms: chance.number(150) }),
        'block',
      ),
    },
  },
]
