import { describe, expect, test } from 'vitest'
import type { OutsideFacts } from '#platform/base/errors.ts'
import { hours } from '#platform/base/time.ts'
import { judgeFailure, mostAttempts, type Tried } from '#platform/outbox/judge-failure.ts'
import { teamsError } from './setup.ts'

const post: Tried = { isNew: true, toPerson: false, attempts: 0, doubts: 0 }
const update: Tried = { ...post, isNew: false }
const judge = (facts: Partial<OutsideFacts>, tried: Tried, random = 1) =>
  judgeFailure(teamsError(facts), tried, () => random)

describe('a new message of which nobody knows whether it arrived', () => {
  test.each<Partial<OutsideFacts>>([
    { status: 500, code: 'ServiceError' },
    { status: 502 },
    { status: 503 },
    { status: 504 },
    { code: 'TIMEOUT' },
    { code: 'ECONNRESET' },
    {},
  ])('(%o) is sent once more after 5 to 10 s, then a person looks', (facts) => {
    expect(judge(facts, post)).toEqual({ act: 'again', waitMs: 10_000, throttle: false, doubtful: true })
    expect(judge(facts, post, 0)).toMatchObject({ waitMs: 5_000 })
    expect(judge(facts, { ...post, attempts: 1, doubts: 1 })).toEqual({ act: 'dead', reason: 'doubtful' })
  })

  test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])('is not one that never left (%s)', (code) => {
    expect(judge({ code }, { ...post, attempts: 5 })).toEqual({
      act: 'again',
      waitMs: 64_000,
      throttle: false,
    })
  })
})

describe('an update', () => {
  test.each([{ status: 500 }, { status: 502 }, { status: 503 }, { status: 504 }, { code: 'TIMEOUT' }])(
    'that failed with %o is sent again, later and later, up to the last try',
    (facts) => {
      const waits = [0, 1, 2, 7, 8, 18].map((attempts) => judge(facts, { ...update, attempts }))
      expect(waits.map((verdict) => ('waitMs' in verdict ? verdict.waitMs : 0))).toEqual([
        2_000, 4_000, 8_000, 256_000, 300_000, 300_000,
      ])
      const last = { ...update, attempts: mostAttempts - 1 }
      expect(judge(facts, last)).toEqual({ act: 'dead', reason: 'tooOften' })
    },
  )

  test('of a card that is gone becomes a new card; a whole conversation that is gone is asked again', () => {
    expect(judge({ status: 404, code: 'ActivityNotFoundInConversation' }, update)).toEqual({ act: 'repost' })
    expect(judge({ status: 404 }, update)).toEqual({ act: 'repost' })
    const doubt = { act: 'doubt', reason: 'noConversation' }
    expect(judge({ status: 404, code: 'ConversationNotFound' }, update)).toEqual(doubt)
    expect(judge({ status: 404, code: 'ConversationNotFound' }, post)).toEqual(doubt)
  })
})

describe('where the channel asks for silence', () => {
  test.each([
    [undefined, 2_000],
    [0, 2_000],
    [30_000, 30_000],
    [hours(3), hours(1)],
  ])('with Retry-After %o ms it is silent for %i ms', (retryAfterMs, waitMs) => {
    const facts = { status: 429, code: 'Throttled', ...(retryAfterMs !== undefined && { retryAfterMs }) }
    for (const tried of [post, update])
      expect(judge(facts, tried)).toEqual({ act: 'again', waitMs, throttle: true })
  })

  test('nobody comes back at the same moment after 412', () => {
    const waits = [0, 0.5, 1].map((random) => judge({ status: 412 }, post, random))
    expect(waits).toEqual([1_000, 1_500, 2_000].map((waitMs) => ({ act: 'again', waitMs })))
  })
})

test('what the channel says it will never do is not sent again', () => {
  for (const tried of [post, update])
    expect(judge({ status: 501 }, tried)).toEqual({ act: 'dead', reason: 'refused' })
})

test('a bot that the channel or the login does not know sends nothing more', () => {
  expect(judge({ status: 401, code: 'BotNotRegistered' }, post)).toEqual({ act: 'stop' })
  const final = [
    'AADSTS7000222',
    'AADSTS7000215',
    'AADSTS700016',
    'invalid_client',
    '700213',
    '700027',
    '50012',
  ]
  for (const code of final) expect(judge({ service: 'login', code }, post)).toEqual({ act: 'stop' })
  const passing = { act: 'again', waitMs: 2_000, throttle: false }
  expect(judge({ service: 'login', code: 'AADSTS90033' }, post)).toEqual(passing)
  expect(judge({ service: 'login', code: 'timedOut' }, post)).toEqual(passing)
})

describe('an update of a message that one person alone sees', () => {
  const targeted: Tried = { ...update, isTargeted: true }
  test.each([400, 403, 404, 410])('is over when the channel answers %i: nobody is told of it', (status) => {
    for (const code of [
      'BadArgument',
      'BotNotInConversationRoster',
      'ConversationNotFound',
      'ActivityNotFoundInConversation',
    ])
      expect(judge({ status, code }, targeted)).toEqual({ act: 'gone' })
  })

  test.each([412, 429, 500, 502, 503, 504])('is tried again after %i like any other', (status) => {
    expect(judge({ status }, targeted)).toEqual(judge({ status }, update))
  })
})
