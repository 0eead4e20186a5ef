import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Role } from '#domain/people/role.ts'
import { type Action, defineAction, type Turn } from '#edge/teams/actions/action.ts'
import { getActor } from '#edge/teams/actions/actor.ts'
import { toActor, toEveryone } from '#edge/teams/actions/answer.ts'
import type { ActionRun, RefusedAction } from '#edge/teams/turns/action-run.ts'
import { runAction } from '#edge/teams/turns/run-action.ts'
import { OutsideError, UserError } from '#platform/base/errors.ts'
import type { Act } from '#platform/storage/act-once.ts'
import { errorCard, problemCard } from '../../../cards/error.ts'
import { notAllowedCard } from '../../../cards/not-allowed.ts'
import { unreadAct } from '../../../cards/ways-on.ts'
import { makeTestClock } from '../../support/clocks.ts'
import type { TeamsPerson } from '../../support/fake-teams.ts'
import { makeTestLog } from '../../support/logs.ts'
import { makeActivity } from './activities.ts'
import { alice, gus, home, makeCard, olivia, people, victor } from './test-bot.ts'

const now = makeTestClock()()
const done = toEveryone(makeCard('done'))
const foreign = '99999999-0000-4000-8000-000000000001'

interface Case {
  person?: TeamsPerson
  role?: Role | 'anyone'
  handle?: (input: { id: string }) => Promise<typeof done>
  input?: unknown
  readInput?: ActionRun<object>['readInput']
  turn?: Partial<Turn>
  typed?: ActionRun<object>['typed']
  auditRefusal?: (refusal: RefusedAction) => Promise<void>
  once?: (deps: object, act: Act) => object
  makeReference?: () => string
}

async function attempt({ person = alice, role = 'operator', handle = async () => done, ...rest }: Case = {}) {
  const ran: unknown[] = []
  const refusals: RefusedAction[] = []
  const log = makeTestLog()
  const action = defineAction<object, { id: string }>({
    verb: 'thing.change',
    role,
    reach: 'nothing',
    input: z.object({ id: z.string().max(5) }),
    handle: async ({ input }) => {
      ran.push(input)
      return handle(input)
    },
  })
  const activity = makeActivity({
    from: { id: `29:${person.objectId}`, name: person.name, aadObjectId: person.objectId },
    conversation: { id: 'a:1', tenantId: person.tenantId ?? home },
  })
  const auditRefusal = rest.auditRefusal ?? (async (refusal) => void refusals.push(refusal))
  const around = {
    deps: {},
    clock: () => now,
    log,
    ask: ['Alice'],
    auditRefusal,
    assertMayTry: async () => {},
    concernOf: async () => 'nothing' as const,
    findWayOn: async () => ({ act: unreadAct }),
    once: rest.once ?? ((deps: object) => deps),
    followedCards: { find: async () => undefined, keeps: () => true },
    makeReference: rest.makeReference ?? (() => 'R4F7'),
  }
  const { turn, typed } = rest
  const run = await runAction<object>(around, {
    action: action as unknown as Action<object>,
    key: 'activity',
    turn: { conversationId: 'a:1', conversationKind: 'personal', trigger: 'click', ...turn },
    person: { tenantId: person.tenantId ?? home, objectId: person.objectId, name: person.name },
    getActor: () => getActor(activity, home, people),
    readInput: rest.readInput ?? (() => ('input' in rest ? rest.input : { id: 'one' })),
    ...(typed && { typed }),
  })
  return { run, ran, refusals, log }
}

describe('an attempt', () => {
  it('of somebody who may, with a right input, is done', async () => {
    const { run, ran, refusals } = await attempt({ person: olivia, input: { id: 'one', more: 'is cut off' } })
    expect(run).toEqual({ answer: done, outcome: 'done' })
    expect(ran).toEqual([{ id: 'one' }])
    expect(refusals).toEqual([])
  })

  it.each([
    ['no role', gus, { reason: 'NO_ROLE', needs: 'operator' }],
    ['too little a role', victor, { reason: 'ROLE_MISSING', needs: 'operator', has: ['viewer'] }],
    ['another tenant', { ...alice, tenantId: foreign }, { reason: 'PERSON_FOREIGN' }],
  ] as const)(
    'of somebody with %s gets a polite card, is audited and does nothing',
    async (_, person, words) => {
      const { run, ran, refusals } = await attempt({ person })
      expect(run).toEqual({
        answer: toActor(notAllowedCard({ now, ask: ['Alice'], objectId: person.objectId, ...words })),
        outcome: 'refused',
      })
      expect(ran).toEqual([])
      expect(refusals).toMatchObject([
        { person: { objectId: person.objectId }, verb: 'thing.change', code: words.reason },
      ])
    },
  )

  it('has one name for all that it changes, and none if it only reads', async () => {
    const acts: Act[] = []
    let made = 0
    const once = (deps: object, act: Act) => {
      acts.push(act)
      return deps
    }
    await attempt({ once, makeReference: () => `R${++made}` })
    expect([acts.length, made]).toEqual([1, 0])
    expect(acts.flatMap((act) => [act.run, act.run])).toEqual(['R1', 'R1'])
  })

  it('to read, refused, is not audited', async () => {
    const { run, refusals } = await attempt({ person: gus, role: 'viewer' })
    expect(run.outcome).toBe('refused')
    expect(refusals).toEqual([])
  })

  it('of a stranger who typed is answered where everybody can read it', async () => {
    const { run } = await attempt({ person: { ...alice, tenantId: foreign }, turn: { trigger: 'command' } })
    expect(run.answer.audience).toBe('everyone')
  })

  it('by somebody without the role does not even look names up', async () => {
    let looked = 0
    await attempt({ person: gus, readInput: () => ++looked })
    expect(looked).toBe(0)
  })

  it.each([
    [{ id: 5 }, 'id'],
    [{ id: 'too long' }, 'id'],
    [{ id: ['one'] }, 'id'],
    [{}, 'id'],
    [null, ''],
    ['one', ''],
  ])('with the input %j is refused and audited', async (input, field) => {
    const { run, ran, refusals } = await attempt({ input })
    expect(run).toEqual({
      answer: toActor(errorCard({ now, code: 'INPUT_INVALID', facts: { field } })),
      outcome: 'refused',
    })
    expect(ran).toEqual([])
    expect(refusals).toEqual([
      { person: expect.anything(), verb: 'thing.change', code: 'INPUT_INVALID', input },
    ])
  })

  it('to act by an automatic refresh is refused', async () => {
    const { run, ran } = await attempt({ turn: { trigger: 'refresh' } })
    expect([run.outcome, ran]).toEqual(['refused', []])
  })

  it('to read by an automatic refresh is done', async () => {
    const { run } = await attempt({ role: 'viewer', turn: { trigger: 'refresh' } })
    expect(run.outcome).toBe('done')
  })
})

describe('a handler that cannot', () => {
  it('says why: the words belong to the code', async () => {
    const facts = { text: 'Contoso' }
    const { run, refusals } = await attempt({
      handle: async () => {
        throw new UserError('TENANT_UNKNOWN', facts)
      },
    })
    expect(run).toEqual({
      answer: toActor(errorCard({ now, code: 'TENANT_UNKNOWN', facts })),
      outcome: 'refused',
    })
    expect(refusals).toHaveLength(1)
  })

  it('shows how a command is typed when words are missing', async () => {
    const { run } = await attempt({
      typed: { word: 'status', args: '', usage: 'status <tenant>', examples: ['status contoso.com'] },
      readInput: () => {
        throw new UserError('COMMAND_INCOMPLETE', { usage: 'status <tenant>' })
      },
    })
    const text = 'status contoso.com'
    expect(run.answer.card).toEqual(
      errorCard({
        now,
        code: 'COMMAND_INCOMPLETE',
        facts: { usage: 'status <tenant>' },
        suggestions: [{ button: 'command', input: { text }, title: text }],
      }),
    )
  })

  it('because a neighbour failed names the neighbour and a reference that stands in the log', async () => {
    const { run, log } = await attempt({
      handle: async () => {
        throw new OutsideError({
          service: 'graph',
          status: 503,
          code: 'serviceNotAvailable',
          requestId: 'r1',
        })
      },
    })
    expect(run.outcome).toBe('unavailable')
    expect(run.answer.card).toEqual(
      errorCard({
        now,
        code: 'OUTSIDE_UNAVAILABLE',
        facts: { service: 'graph', status: 503, code: 'serviceNotAvailable' },
        reference: 'R4F7',
      }),
    )
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { reference: 'R4F7' } }])
  })

  it.each([new Error('the password is hunter2'), 'a thrown text with hunter2'])(
    'because of a bug says nothing of it: a neutral sentence and a reference',
    async (thrown) => {
      const { run, log } = await attempt({
        handle: async () => {
          throw thrown
        },
      })
      expect(run).toEqual({ answer: toActor(problemCard({ now, reference: 'R4F7' })), outcome: 'failed' })
      expect(JSON.stringify(run)).not.toContain('hunter2')
      expect(log.lines).toMatchObject([
        { level: 'error', facts: { reference: 'R4F7', verb: 'thing.change' } },
      ])
    },
  )

  it('stays refused when the audit of it fails', async () => {
    const { run, log } = await attempt({
      person: gus,
      auditRefusal: async () => {
        throw new Error('disk full')
      },
    })
    expect(run.outcome).toBe('refused')
    expect(log.lines).toMatchObject([{ level: 'error', facts: { code: 'NO_ROLE' } }])
  })
})
