import { describe, expect, test } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { statusesEn } from '../../cards/words/statuses-en.ts'
import { rolesEn, whoEn } from '../../cards/words/who-en.ts'
import { elementsOf } from '../support/card-parts.ts'
import { samples } from '../support/card-samples.ts'
import { type Client, readAloud } from '../support/read-aloud.ts'

const clients: readonly Client[] = ['newest', 'oldest']
const hasWords = (line: string): boolean => /[\p{L}\p{N}]/u.test(line)
const said = (name: string, client: Client): string => {
  const make = samples[name]
  if (!make) throw new Error(`Expected a sample ${name}`)
  return readAloud(make(), client).join('\n')
}

describe.each(Object.entries(samples))('the card %s, read aloud', (name, make) => {
  test.each(clients)('begins with words, and no sign stands alone, in the %s client', (client) => {
    const lines = readAloud(make(), client)
    expect(lines[0] ?? '').toSatisfy(hasWords)
    expect(lines.at(-1) ?? '').toSatisfy(hasWords)
    // A sign in a column of its own is read before what it stands for; names from tenants can be signs only.
    if (name.endsWith('/hostile')) return
    for (const [at, line] of lines.entries())
      if (!hasWords(line)) expect(lines[at + 1], line).toSatisfy(hasWords)
  })

  test('says what each action does and what each field is for, and a notification says something', () => {
    const card: Card = make()
    for (const element of elementsOf(card)) {
      const { type = '', title, tooltip, label, altText } = element
      if (/^Action\.(?:Execute|Submit|OpenUrl)$/.test(type))
        expect(`${title} ${tooltip ?? ''}`).toSatisfy(hasWords)
      if (type.startsWith('Input.')) expect(String(label)).toSatisfy(hasWords)
      if (type === 'Image') expect(String(altText)).toSatisfy(hasWords)
    }
    expect(String(card.fallbackText)).toSatisfy(hasWords)
  })
})

/** A sample, the state it is in, who must act, and the action that is offered. */
const told: [name: string, status: RegExp, who: RegExp, action: RegExp][] = [
  [
    'tenant/five-sets',
    /Manage user accounts · Error/,
    /Who: Cloud Application Administrator of contoso/,
    /^Open in Entra/m,
  ],
  [
    'tenant/five-sets',
    /New permissions required/,
    /Who: Privileged Role Administrator of/,
    /^Update permissions/m,
  ],
  ['tenant/lost', /connection has been lost/, /Who: Privileged Role Administrator/, /^Connect\b/m],
  ['grant-details/app-disabled', /Error since/, /Who: Cloud Application Administrator/, /^Check again/m],
  ['alert/removed', /was removed/, /Privileged Role Administrator of contoso/, /^Grant permissions/m],
  ['tenant-list/five', /App disabled/, /ask Cloud Application Administrator/, /Open: Contoso Ltd/],
  [
    'consent/verified-one-step-left',
    /One step left/,
    /Who: Privileged Role Administrator/,
    /^Open in Entra/m,
  ],
  [
    'request/to-decide',
    /Waiting for an approver/,
    /Must consent as: Privileged Role Administrator/,
    /Your rea/,
  ],
  ['sync/running', /124 of 1,000, 3 errors/, /Who: /, /^Cancel/m],
]

test.each(told)('%s says its status, who must act, and the action', (name, ...parts) => {
  for (const client of clients) for (const part of parts) expect(said(name, client)).toMatch(part)
})

test('the overview names the status of every cell in words, and counts them', () => {
  for (const client of clients) expect(said('overview/ten', client)).toMatch(/1 error/)
  const cells = readAloud(samples['overview/ten']?.() ?? { type: 'AdaptiveCard' }, 'newest')
  for (const { icon, words } of Object.values(statusesEn))
    for (const cell of cells.filter((line) => line.startsWith(`${icon}.`)))
      expect(cell).toBe(`${icon}. ${words}`)
})

test('whoever must act is named in words', () => {
  for (const name of [
    ...Object.values(whoEn).map((of) => of()),
    ...Object.values(rolesEn).map((role) => role.name),
  ])
    expect(name).toMatch(/^[\p{L}’ ,;-]{6,}$/u)
})
