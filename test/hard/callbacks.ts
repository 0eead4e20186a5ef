import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attack } from './attack.ts'
import { openDoor } from './door.ts'
import { text } from './values.ts'

const minutes = 60_000
const canary = 'CANARY'

const key = fc.oneof(
  fc.constantFrom(
    'state',
    'admin_consent',
    'tenant',
    'error',
    'error_description',
    'error_subcode',
    'scope',
    'code',
    'STATE',
    'state[]',
  ),
  text,
)
const value = fc.oneof(
  text,
  fc.constantFrom(
    'True',
    'A'.repeat(43),
    `${canary}<script>`,
    '\r\nSet-Cookie: a=b',
    '%',
    '%zz',
    '%c0%af',
    '\ud800',
    '1a1a1a1a-0000-4000-8000-000000000001',
  ),
  fc.integer({ min: 1_000, max: 16_000 }).map((length) => 'z'.repeat(length)),
)
const encoded = fc.tuple(value, fc.boolean()).map(([raw, once]) => {
  const safe = encodeURIComponent(raw.toWellFormed())
  return once ? safe : encodeURIComponent(safe)
})
const query = fc
  .array(fc.tuple(key, encoded), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, each]) => `${encodeURIComponent(name.toWellFormed())}=${each}`).join('&'))
const path = fc.oneof(
  { weight: 4, arbitrary: query.map((each) => `/consent/callback?${each}`) },
  { weight: 1, arbitrary: query.map((each) => `/consent/${'A'.repeat(43)}?${each}`) },
  { weight: 1, arbitrary: encoded.map((each) => `/consent/${each}`) },
  { weight: 1, arbitrary: encoded.map((each) => `/api/v1/access?tenant=${each}&set=${each}`) },
)
const cookie = fc.oneof(
  fc.constant(''),
  text.map((each) => `grantkeeper-0000=${encodeURIComponent(each.toWellFormed())}; a`),
)

test('whatever comes back from a browser: a refusal that repeats nothing, nothing changed', {
  timeout: 20 * minutes,
}, async () => {
  const door = await openDoor()
  const input = fc.record({
    path,
    cookie,
    method: fc.constantFrom('GET' as const, 'GET' as const, 'POST' as const),
  })
  await attack('callbacks', input, async (inputs) => {
    await Promise.all(
      inputs.map(async (asked) => {
        const headers = { cookie: asked.cookie.slice(0, 2_000) }
        const { status, text: answer } = await door.ask({ ...asked, headers })
        // 200 is what a scanner gets for looking; here there is no link to look at.
        expect([400, 401, 404, 405, 410, 414, 431], asked.path.slice(0, 300)).toContain(status)
        expect(answer).not.toContain(canary)
      }),
    )
    await door.hold()
  })
  expect(door.errors).toEqual([])
})
