import fc from 'fast-check'
import { UnsecuredJWT } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { demo } from '../../emulator/demo-world.ts'
import { addSecret, makeGuard } from '../support/guarded.ts'
import { people } from '../support/whole-app.ts'
import { attack } from './attack.ts'
import { openDoor } from './door.ts'
import { anyValue, garbled, text } from './values.ts'

const minutes = 60_000
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')

/** A header line may hold visible ASCII only; anything else never leaves the client. */
const inHeader = (value: string): string => value.replace(/[^\x20-\x7e]/g, '?')

test('however a token is forged, it opens nothing', { timeout: 20 * minutes }, async () => {
  const guard = await makeGuard({ BOT_SECRET: 'bot~secret~value' }, (world) =>
    addSecret(world, demo.bot.clientId, 'bot~secret~value'),
  )
  onTestFinished(() => guard.channel.close())
  const door = await openDoor(guard)
  const good = await guard.channel.sign()
  const [, payload = '', signature = ''] = good.split('.')
  // Really signed by the channel, but not what this bot may believe.
  const signed = await Promise.all(
    [
      { iss: 'https://sts.windows.net/common/', appid: demo.bot.clientId, azp: demo.bot.clientId },
      { aud: 'another' },
      { serviceurl: undefined },
      { serviceurl: 'https://evil.example/' },
      { exp: undefined },
      { exp: 1 },
      { nbf: 4_000_000_000, exp: 4_000_003_600 },
    ].map((change) => guard.channel.sign(change)),
  )
  const foreign = await Promise.all(
    (['wrong', 'skype'] as const).flatMap((key) => [
      guard.channel.sign({}, { key }),
      guard.channel.sign({ tid: 'x' }, { key, kid: 'right' }),
    ]),
  )
  const headers = fc.record({
    alg: fc.oneof(fc.constantFrom('RS256', 'none', 'HS256', 'RS512', 'ES256', 'NONE', ''), anyValue),
    kid: fc.oneof(fc.constantFrom('right', 'skype', '../right', ''), anyValue),
    typ: fc.constantFrom('JWT', undefined, 'at+jwt'),
    crit: fc.constantFrom(undefined, ['exp'], ['b64'], 'exp'),
    jku: fc.constantFrom(undefined, 'https://evil.example/keys'),
    b64: fc.constantFrom(undefined, false),
  })
  const claims = fc.record({
    iss: anyValue,
    aud: anyValue,
    exp: anyValue,
    nbf: anyValue,
    serviceurl: anyValue,
    tid: text,
  })
  const token = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(headers, claims)
        .map(([head, body]) => `${base64(head)}.${base64(body)}.${signature}`),
    },
    { weight: 2, arbitrary: headers.map((head) => `${base64(head)}.${payload}.${signature}`) },
    { weight: 2, arbitrary: claims.map((body) => `${good.split('.')[0]}.${base64(body)}.${signature}`) },
    // Flips that change no bit of the decoded signature would still be the channel's own token.
    { weight: 3, arbitrary: garbled(good.slice(0, -2)) },
    { weight: 2, arbitrary: fc.constantFrom(...signed, ...foreign) },
    {
      weight: 1,
      arbitrary: claims.map((body) => new UnsecuredJWT(JSON.parse(JSON.stringify(body))).encode()),
    },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: fc.integer({ min: 8_000, max: 15_000 }).map((length) => 'x'.repeat(length)) },
  )
  const lines = fc.oneof(
    { weight: 9, arbitrary: token.map((each) => [`Bearer ${each}`]) },
    { weight: 1, arbitrary: token.map((each) => [`Bearer ${each}`, `Bearer ${good}`]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('Basic', 'bearer', 'Bearer\t', ''), token)
        .map(([word, each]) => [`${word} ${each}`]),
    },
    { weight: 1, arbitrary: fc.constant([]) },
  )
  const body = JSON.stringify(
    door.frame(people.alice.objectId, { type: 'message', text: 'block "Account actions" in Fabrikam' }),
  )
  await attack('tokens', lines, async (inputs) => {
    await Promise.all(
      inputs.map(async (authorization) => {
        const headers = { 'content-type': 'application/json', authorization: authorization.map(inHeader) }
        const { status, text: answer } = await door.ask({
          method: 'POST',
          path: '/api/messages',
          headers,
          body,
        })
        expect([401, 403, 431], authorization.join(' | ').slice(0, 300)).toContain(status)
        expect(answer).toBe('')
      }),
    )
    await door.hold()
    expect(door.app.teams.connector.requests).toEqual([])
  })
  expect(door.errors).toEqual([])
  const { status } = await door.ask({
    method: 'POST',
    path: '/api/messages',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await guard.channel.sign()}` },
    body: JSON.stringify(door.frame(people.alice.objectId, { type: 'message', text: 'help' })),
  })
  expect(status).toBe(200)
})
