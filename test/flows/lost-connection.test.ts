import { expect, test } from 'vitest'
import { hours, minutes } from '#platform/base/time.ts'
import type { Card } from '../../cards/render.ts'
import { addFault, removeFaults } from '../../emulator/faults.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { statusOf } from '../support/facts.ts'
import { channel } from '../support/fake-teams.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'
import { accept, decide, linksOf } from './consent-flow.ts'

const titlesOf = (card: Card): string[] => buttonsOf(card).map(({ title }) => String(title))
const primaryOf = (card: Card): string[] =>
  elementsOf(card).flatMap(({ style, title }) => (style === 'positive' ? [String(title)] : []))
/** "✅ Account actions · Granted, 3 h ago", row by row. */
const linesOf = (card: Card): string[] => readText(card).replaceAll('**', '').split('\n')

const refuse = (app: WholeApp, code: number, tenantId?: string) =>
  addFault(app.emulator.world, { where: 'token', tenantId, effect: { kind: 'aadsts', code } })
const useless = ['Reset', 'Grant permissions', 'Update permissions']

test('a lost connection: the cause and Connect, and below what was last known with its age', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  refuse(app, 700016, tenantIdOf('Northwind'))
  await app.pass(hours(3))
  await alice.ask('sync Northwind Traders')
  await app.settled()
  await app.pass(minutes(2))
  await alice.ask('sync Northwind Traders')
  await app.settled()
  expect(statusOf(app, 'Northwind', 'saas-posture')).toBe('error')
  const { card } = await alice.ask('status Northwind')
  expect(primaryOf(card)).toEqual(['Connect'])
  expect(titlesOf(card).filter((title) => useless.includes(title))).toEqual([])
  const lines = linesOf(card)
  const known = (set: string) =>
    lines[lines.findIndex((line) => line.startsWith(set)) - 1]?.concat(
      ' ',
      lines.find((line) => line.startsWith(set)) ?? '',
    )
  expect(known('SaaS posture')).toMatch(/^✅ SaaS posture · Granted, 3 h ago$/)
  expect(known('Account actions')).toMatch(/^ℹ️ Account actions · Additional settings required, 3 h ago$/)
  expect(known('Directory data')).toMatch(/^○ Directory data · Not granted, 3 h ago$/)
  expect(lines.filter((line) => line.includes('isn’t in this tenant'))).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('Who: '))).toEqual([
    'Who: Privileged Role Administrator of northwindtraders.com',
  ])
  // What the button does is said where the button is, and only there.
  expect(lines.join('\n')).toContain('Select Connect')
})

test('no card counts a lost connection as errors of its sets', async () => {
  const app = await startWholeApp()
  const victor = app.teams.as(people.victor)
  for (const line of [
    'status Wingtip',
    'tenants wingtip',
    'details "SaaS posture" in Wingtip',
    'hello',
    'help',
    'overview',
  ]) {
    const { card } = await victor.ask(line)
    expect(`${readText(card)}\n${card.fallbackText}`, line).not.toMatch(/5 errors/)
  }
  expect(readText((await victor.ask('tenants wingtip')).card)).toMatch(/connection/i)
})

test('who may not connect reads whom to ask, and no name of a button that is not there', async () => {
  const app = await startWholeApp()
  for (const person of [people.olivia, people.victor]) {
    const driver = app.teams.as(person)
    for (const line of ['status Wingtip', 'details "SaaS posture" in Wingtip', 'status Tailspin']) {
      const { card } = await driver.ask(line)
      expect(titlesOf(card)).not.toContain('Connect')
      expect(readText(card), line).toContain('An approver must connect the tenant again')
      expect(readText(card), line).not.toContain('Select Connect')
    }
  }
  const shared = await app.teams.as(people.victor, channel('security')).ask('status Wingtip')
  expect(titlesOf(shared.card)).toContain('Connect')
})

test('a reader that lacks a right: Connect makes a link, and after the consent the tenant is read', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const before = await alice.ask('status Tailspin')
  expect(primaryOf(before.card)).toEqual(['Connect'])
  expect(titlesOf(before.card).filter((title) => useless.includes(title))).toEqual([])
  expect(readText(before.card).match(/isn’t allowed to read this tenant/g)).toHaveLength(1)
  expect(linesOf(before.card).join('\n')).toMatch(/SaaS posture · Granted, /)
  expect(primaryOf((await alice.ask('details "SaaS posture" in Tailspin')).card)).toEqual(['Connect'])
  const link = await alice.click(before, 'Connect')
  expect(linksOf(link)).toHaveLength(1)
  // A read that is refused again confirms nothing.
  await alice.ask('sync Tailspin Toys')
  await app.settled()
  expect(readText(alice.see(link).card)).not.toMatch(/✅/)
  expect(primaryOf((await alice.ask('status Tailspin')).card)).toEqual(['Show progress'])
  removeFaults(app.emulator.world, { tenantId: tenantIdOf('Tailspin') })
  await decide(app, link, accept)
  expect(statusOf(app, 'Tailspin', 'saas-posture')).toBe('granted')
  expect(readText(alice.see(link).card)).toMatch(/✅/)
  const after = await alice.ask('status Tailspin')
  expect(titlesOf(after.card)).not.toContain('Connect')
  expect(readText((await alice.ask('add tenant tailspintoys.com')).card)).toMatch(/already added/i)
})

test('a grant where the reader lacks a right begins with the connection, as in a lost tenant', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  for (const tenant of ['Tailspin Toys', 'Wingtip Toys']) {
    const plan = await alice.ask(`grant "Labels and protected content" in ${tenant}`)
    expect(readText(plan.card), tenant).toContain(
      'the admin accepts the read-only directory connection first',
    )
  }
})

test('an expired secret of ours is told once, with who must act, above what was last known', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  refuse(app, 7000222)
  await app.pass(hours(2))
  await alice.ask('sync Adatum Corporation')
  await app.settled()
  const { card } = await alice.ask('status Adatum')
  const text = readText(card)
  expect(text.match(/client secret has expired/g)).toHaveLength(1)
  expect(text.match(/^Who: the admin who runs Grantkeeper$/gm)).toHaveLength(1)
  expect(linesOf(card).filter((line) => /· Granted, 2 h ago$/.test(line))).toHaveLength(5)
  expect(titlesOf(card).filter((title) => [...useless, 'Connect'].includes(title))).toEqual([])
  expect(primaryOf(card)).toEqual(['Sync now'])
})

test('a cause that a new consent does not change offers no Connect', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  for (const [code, also] of [
    [53003, []],
    [90002, ['Remove tenant']],
  ] as const) {
    refuse(app, code, tenantIdOf('Adatum'))
    await alice.ask('sync Adatum Corporation')
    await app.settled()
    await app.pass(minutes(2))
    const { card } = await alice.ask('status Adatum')
    expect(primaryOf(card), `${code}`).toEqual(['Sync now'])
    expect(titlesOf(card), `${code}`).not.toContain('Connect')
    expect(titlesOf(card), `${code}`).toEqual(expect.arrayContaining([...also]))
    removeFaults(app.emulator.world)
  }
})

test('what was known before a block in a lost tenant is what was granted, not the lost connection', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  await alice.click(await alice.ask('block "SaaS posture" in Wingtip Toys'), 'Confirm block')
  const { card } = await alice.ask('details "SaaS posture" in Wingtip')
  expect(readText(card)).toMatch(/Blocked[^\n]*last known: Granted/)
})
