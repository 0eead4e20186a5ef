import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { preflightCauses } from '#domain/preflight/causes.ts'
import type { OutcomeData } from '../../cards/outcome.ts'
import { preflightCard } from '../../cards/preflight.ts'
import { type CheckData, checkText } from '../../cards/preflight-text.ts'
import type { Card } from '../../cards/render.ts'
import { unmarked } from '../../cards/text.ts'
import { en as words } from '../../cards/words/en.ts'
import { readText } from '../support/card-parts.ts'
import { now } from '../support/card-subjects.ts'
import { brokenChecks, wellChecks } from '../support/preflight-card-samples.ts'

/** Every fact that any words ask for. */
const facts = {
  ...{
    address: 'https://a.example',
    audience: 'https://b.example',
    clientId: 'an-id',
    code: 'A_CODE',
    count: 2,
    all: 3,
  },
  ...{
    day: '2026-12-11',
    days: 11,
    expected: 'right',
    found: 'wrong',
    holders: 1,
    host: 'c.example',
    how: 'somehow',
  },
  ...{
    ip: '10.0.0.1',
    kind: 'file',
    less: ['x'],
    more: ['y'],
    megabytes: 12,
    migration: '999',
    mode: 'delete',
  },
  ...{
    names: ['One', 'Two'],
    people: 1,
    groups: 1,
    program: '1.0.0',
    role: 'A.Role',
    seconds: 61,
    setting: 'fsync',
  },
  ...{
    side: 'ahead',
    status: 301,
    tables: 'older',
    tenants: 1,
    to: '/login',
    value: 'off',
    version: '0.1.0',
    what: 'SQLite',
  },
  ...{ why: 'A reason.', claim: 'audience', schema: 'checked' },
}

const textOf = (card: Card): string => unmarked(readText(card))

describe('the words of preflight', () => {
  test.each(Object.keys(preflightCauses) as (keyof typeof preflightCauses)[])(
    'say of %s what is wrong, who must act, and what to do',
    (cause) => {
      const said = checkText({
        id: 'clock',
        result: { state: 'failed', cause, who: preflightCauses[cause], facts },
      })
      for (const text of [said.said, said.remedy]) {
        expect(text).toMatch(/^\S.*[.?…]$/)
        expect(text).not.toMatch(/undefined|NaN|\[object/)
      }
      expect(said.who).not.toBe('')
    },
  )

  test.each(['appNotInTenant', 'appDisabled', 'tenantNotFound', 'tenantBlocked'])(
    'say of %s what is to do at home, where no card and no customer is',
    (name) => {
      const outcome: OutcomeData = { name, who: 'approver' }
      const { said, who, remedy } = checkText({ id: 'botToken', result: { state: 'failed', outcome } })
      expect(who).toMatch(/the admin who runs Grantkeeper|of the home tenant/)
      expect(remedy).toMatch(/_ID|run npm run setup/)
      expect(`${said} ${remedy}`).not.toMatch(/grant again|Connect|customer|remove it here/)
    },
  )

  test('say of every check what it found, without and with everything that can be known', () => {
    for (const id of Object.keys(words.preflight.checks) as CheckData['id'][])
      expect(checkText({ id, result: { state: 'passed', facts } }).said).not.toMatch(/undefined|NaN|^$/)
  })

  test('and the documentation name the same checks', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/going-live.md'), 'utf8')
    for (const [id, { name, tries }] of Object.entries(words.preflight.checks))
      expect(page).toContain(`| ${id === 'setRegistration' ? 'Set “…”, one for each' : name} | ${tries} |`)
  })

  test('escape what came from outside, and a terminal shows it as it is', () => {
    const subject = '[Contoso](https://evil.example) **Ltd**'
    const { name } = checkText({ id: 'setRegistration', subject, result: { state: 'passed', facts } })
    expect(name).not.toContain(subject)
    expect(unmarked(name)).toBe(`Set “${subject}”`)
  })
})

describe('the card of preflight', () => {
  test('says what failed first, then what will end, and what is well in one line', () => {
    const said = textOf(preflightCard({ now, checkedAt: now, checks: brokenChecks }))
    const order = [
      'Reader’s token:',
      'Set “Account actions”:',
      'Public address:',
      'Bot’s credential:',
      'Passed: Clock, Bot’s token, Consent at home, +15 more',
      'Skipped: Reader’s rights, Teams app package',
    ]
    const places = order.map((text) => said.indexOf(text))
    expect(places.every((place, at) => place > (places[at - 1] ?? -1))).toBe(true)
    expect(said).toContain('18 of 24 checks passed · 3 failed · 1 warning · 2 skipped')
  })

  test('with nothing wrong says so', () => {
    const said = textOf(preflightCard({ now, checkedAt: now, checks: wellChecks }))
    expect(said).toContain('Everything that could be tried works.')
  })
})
