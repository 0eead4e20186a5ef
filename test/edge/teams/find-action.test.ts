import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Action } from '#edge/teams/actions/action.ts'
import { toActor } from '#edge/teams/actions/answer.ts'
import type { Command } from '#edge/teams/actions/command.ts'
import {
  findByLine,
  findByVerb,
  makeTables,
  readCardAction,
  readSubmit,
} from '#edge/teams/turns/find-action.ts'
import { UserError } from '#platform/base/errors.ts'
import { makeActivity } from './activities.ts'
import { makeCard } from './test-bot.ts'

const makeAction = (verb: string): Action<object> => ({
  verb,
  role: 'viewer',
  reach: 'nothing',
  input: z.unknown(),
  handle: async () => toActor(makeCard(verb)),
})
const makeWord = (word: string, action: Action<object>): Command<object> => ({
  word,
  usage: `${word} <tenant>`,
  role: 'viewer',
  reach: 'nothing',
  examples: [`${word} contoso.com`],
  read: async (args) => ({ args }),
  action,
})
const nobody = {
  tenantId: '',
  objectId: '',
  name: '',
  roles: [],
  given: [],
  notRead: [],
  isAccountRead: true,
  at: new Date(0),
}
const list = makeAction('tenant.list')
const show = makeAction('tenant.show')
const help = makeAction('help.show')
const words = [
  makeWord('tenants', list),
  makeWord('status', show),
  makeWord('sync', show),
  makeWord('help', help),
]
const tables = makeTables([list, show, help], words, {})
const typed = (line: string) => ({ line, addressed: line, material: '' })
const verbOf = (asked: ReturnType<typeof findByLine<object>>) =>
  asked.known ? asked.action.verb : asked.code

describe('a typed line', () => {
  it('leads to its command, with the words after it', async () => {
    const asked = findByLine(tables, typed('status Contoso Ltd'))
    expect(asked).toMatchObject({
      known: true,
      action: { verb: 'tenant.show' },
      typed: {
        word: 'status',
        args: 'Contoso Ltd',
        usage: 'status <tenant>',
        examples: ['status contoso.com'],
      },
    })
    expect(asked.known && (await asked.readInput(nobody))).toEqual({
      args: 'Contoso Ltd',
    })
  })

  it('is read with the address behind a title if the title names nothing, and else fails as it stands', async () => {
    const read = async (args: string) => {
      if (args === 'https://known/') return { args }
      const code = args === 'Title' ? 'TENANT_UNKNOWN' : 'TENANT_AMBIGUOUS'
      throw new UserError(code, { text: args, at: 7 })
    }
    const own = makeTables([show], [{ ...makeWord('status', show), read }], {})
    const ask = (address: string) =>
      findByLine(own, { line: 'status Title', addressed: `status ${address}`, material: address })
    const [known, other] = [ask('https://known/'), ask('https://other/')]
    expect(known.known && (await known.readInput(nobody))).toEqual({ args: 'https://known/' })
    const failed = other.known && (async () => other.readInput(nobody))()
    await expect(failed).rejects.toMatchObject({ code: 'TENANT_UNKNOWN', facts: { text: 'Title' } })
  })

  it.each(['', 'hello'])('%j leads to help', (line) => {
    expect(verbOf(findByLine(tables, typed(line)))).toBe('help.show')
  })

  it('that is no command gets the nearest and nothing else', () => {
    expect(findByLine(tables, typed('stauts Contoso'))).toEqual({
      known: false,
      code: 'COMMAND_UNKNOWN',
      facts: { typed: 'stauts Contoso' },
      nearest: ['status Contoso'],
    })
  })

  it('is quoted only in part', () => {
    const asked = findByLine(tables, typed('x'.repeat(4_000)))
    expect(asked.known ? '' : asked.facts.typed).toHaveLength(200)
  })
})

describe('a verb', () => {
  it('leads to its action with the data of the card', async () => {
    const asked = findByVerb(tables, { verb: 'tenant.show', data: { tenantId: 'one' } }, makeActivity())
    expect(verbOf(asked)).toBe('tenant.show')
    expect(asked.known && asked.readInput(nobody)).toEqual({
      tenantId: 'one',
    })
  })

  it('of a suggestion runs the typed line', () => {
    expect(
      verbOf(findByVerb(tables, { verb: 'command.run', data: { text: 'status Contoso' } }, makeActivity())),
    ).toBe('tenant.show')
    expect(
      verbOf(findByVerb(tables, { verb: 'command.run', data: { text: 'stauts' } }, makeActivity())),
    ).toBe('COMMAND_UNKNOWN')
    expect(
      verbOf(findByVerb(tables, { verb: 'command.run', data: { text: ['status'] } }, makeActivity())),
    ).toBe('help.show')
  })

  it('that no action has is unknown, whatever it is called', () => {
    const known = new Set(['tenant.list', 'tenant.show', 'help.show', 'command.run'])
    const verb = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'Tenant.Show'))
    fc.assert(
      fc.property(
        verb.filter((text) => !known.has(text)),
        (text) => {
          // It needs a person, who is shown what the click was about: see `test/flows/no-dead-end.test.ts`.
          expect(verbOf(findByVerb(tables, { verb: text, data: {} }, makeActivity()))).toBe('unknown')
        },
      ),
    )
  })

  it('may not have two handlers, and a word not two commands', () => {
    expect(() => makeTables([list, list], [], {})).toThrow('one handler for "tenant.list", got 2')
    expect(() => makeTables([makeAction('command.run')], [], {})).toThrow('"command.run"')
    expect(() => makeTables([list], [makeWord('sync', list), makeWord('sync', list)], {})).toThrow('"sync"')
  })
})

describe('what a card sends', () => {
  it('is read with the trigger', () => {
    const action = { type: 'Action.Execute', verb: 'tenant.show', data: { tenantId: 'one' } }
    const read = (value: unknown) => readCardAction(makeActivity({ type: 'invoke', value }))
    expect(read({ action, trigger: 'manual' })).toEqual({
      verb: action.verb,
      data: action.data,
      automatic: false,
    })
    expect(read({ action, trigger: 'automatic' })).toMatchObject({ automatic: true })
    expect(read({ action: { verb: 'help.show' } })).toEqual({ verb: 'help.show', data: {}, automatic: false })
  })

  it.each([
    undefined,
    null,
    'tenant.show',
    [],
    {},
    { action: null },
    { action: { verb: '' } },
    { action: { verb: 5 } },
    { action: { verb: ['a'] } },
    { action: { verb: 'x'.repeat(101) } },
    { action: { verb: 'a', data: 'text' } },
    { action: { verb: 'a', data: [] } },
    { action: { verb: 'a' }, trigger: 7 },
  ])('%j is no action of ours', (value) => {
    expect(readCardAction(makeActivity({ type: 'invoke', value }))).toBeUndefined()
  })

  it('comes as a message from old clients, its verb among the data', () => {
    const value = { verb: 'tenant.show', tenantId: 'one', msteams: { type: 'messageBack' } }
    expect(readSubmit(makeActivity({ value }))).toEqual({ verb: 'tenant.show', data: { tenantId: 'one' } })
    expect(readSubmit(makeActivity({ value: { tenantId: 'one' } }))).toBeUndefined()
    expect(readSubmit(makeActivity())).toBeUndefined()
  })
})
