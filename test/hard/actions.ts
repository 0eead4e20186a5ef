import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardVerbs } from '../../cards/buttons.ts'
import { demo } from '../../emulator/demo-world.ts'
import { query } from '../support/facts.ts'
import { people } from '../support/whole-app.ts'
import { attack } from './attack.ts'
import { type Door, expectWhole, openDoor } from './door.ts'
import { anyValue, isRefusable, text } from './values.ts'

const minutes = 60_000

/** Real ids of everything there is, so that only the right to act is missing. */
function realData(door: Door): fc.Arbitrary<Record<string, unknown>> {
  const ids = (table: string) =>
    query<{ id: string }>(door.app, `select id from ${table} limit 20`).map(({ id }) => id)
  const tenantIds = demo.tenants.map(({ id }) => id)
  const setIds = Object.keys(demo.sets)
  const versions = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom('1', 'x'.repeat(64)))
  return fc.record(
    {
      tenantId: fc.constantFrom(...tenantIds),
      tenantIds: fc.subarray(tenantIds),
      setId: fc.constantFrom(...setIds),
      consentId: fc.constantFrom(...ids('consents'), 'x'.repeat(43)),
      runId: fc.constantFrom('x'.repeat(43)),
      requestId: fc.nat(20),
      campaignId: fc.nat(5),
      alertId: fc.nat(5),
      v: versions,
      text: fc.constantFrom('contoso.com', 'Fabrikam', 'help', 'sync all'),
      domain: fc.constant('tailwind-toys.com'),
      page: fc.nat(3),
      filter: fc.constantFrom('all', 'error', 'blocked', 'needsAction'),
    },
    { requiredKeys: [] },
  )
}

const wildData = fc.dictionary(
  fc.constantFrom(
    'tenantId',
    'tenantIds',
    'setId',
    'v',
    'text',
    'page',
    'filter',
    'consentId',
    'reason',
    '__proto__',
    'constructor',
    'verb',
    'roles',
  ),
  anyValue,
  { maxKeys: 6 },
)

const verbs = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...cardVerbs) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'constructor',
      '__proto__',
      'toString',
      'grant.everything',
      'GRANT.START',
      'grant.start ',
      '',
    ),
  },
  { weight: 1, arbitrary: text },
)

/** People who may at most read, whatever they claim to be. */
const powerless: readonly Record<string, unknown>[] = [
  {},
  { from: { id: '29:x', name: 'Alice Moreau', aadObjectId: people.gus.objectId } },
  { from: { id: '29:x', name: 'Alice Moreau', aadObjectId: people.alice.objectId, userRole: 'guest' } },
  { from: { id: '29:x', aadObjectId: people.alice.objectId, tenantId: demo.tenants[0]?.id } },
  { from: { id: '29:x', name: 'Alice Moreau' } },
  { from: { id: '28:bot', aadObjectId: people.alice.objectId, role: 'bot' } },
  {
    channelData: { tenant: { id: demo.tenants[0]?.id } },
    from: { id: '29:x', aadObjectId: people.alice.objectId },
  },
]

test('whatever is clicked by somebody who may only read: an answer, no hole, nothing changed', {
  timeout: 20 * minutes,
}, async () => {
  const door = await openDoor()
  const input = fc.record({
    verb: verbs,
    data: fc.oneof(
      { weight: 3, arbitrary: realData(door) },
      { weight: 2, arbitrary: wildData },
      { weight: 1, arbitrary: anyValue },
    ),
    who: fc.constantFrom(...powerless),
    trigger: fc.constantFrom('manual', 'automatic', undefined, 5),
    submit: fc.boolean(),
  })
  await attack('actions', input, async (inputs) => {
    await Promise.all(
      inputs.map(async ({ verb, data, who, trigger, submit }, at) => {
        const invoke = {
          type: 'invoke',
          name: 'adaptiveCard/action',
          value: { action: { type: 'Action.Execute', verb, data }, trigger },
        }
        const message = {
          type: 'message',
          value: typeof data === 'object' && data !== null ? { ...data, verb } : data,
        }
        const activity = door.frame(people.victor.objectId, {
          replyToId: '1',
          ...(submit ? message : invoke),
          ...who,
        })
        const { status, text: answer } = await door.post(activity)
        expect(
          isRefusable(activity) ? [200, 400] : [200],
          `${JSON.stringify(activity).slice(0, 1_000)}\n${door.lastWarning()}`,
        ).toContain(status)
        expectWhole(answer, at)
      }),
    )
    await door.hold()
  })
  expect(door.errors).toEqual([])
})
