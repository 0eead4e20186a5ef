import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import manifest from '../../appPackage/manifest.json' with { type: 'json' }
import { openTestDatabase } from '../support/databases.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => /^\| (?!---|Guideline|Data )/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))

describe('docs/store.md', () => {
  const rows = rowsOf(read('docs/store.md'))

  it('says for each guideline whether it is met, by what, or what to do', () => {
    expect(rows.length).toBeGreaterThan(40)
    for (const [guideline = '', state = '', evidence = '', ...more] of rows) {
      expect(more, guideline).toEqual([])
      expect(state, guideline).toMatch(/^(met|to do|not met)\b/)
      expect(evidence.length, guideline).toBeGreaterThan(10)
      if (/^met/.test(state)) expect(evidence, guideline).toMatch(/`[\w.-]+\/[^`]+`|English only/)
    }
  })

  it('names only files that there are, and tests that they have', () => {
    const text = rows.map(([, , evidence]) => evidence).join('\n')
    for (const [, path = ''] of text.matchAll(/`((?:test|docs|cards|infra|appPackage)\/[^`]*)`/g))
      expect(existsSync(join(root, path)), path).toBe(true)
    const named = [...text.matchAll(/`(test\/[^`]+)` "([^"]+)"/g)]
    expect(named.length).toBeGreaterThan(20)
    for (const [, path = '', title = ''] of named) expect(read(path), `${path}: ${title}`).toContain(title)
  })
})

it('the names and descriptions keep to the guidelines of the store', () => {
  const { name, description } = manifest
  const names = `${name.short} ${name.full}`
  // https://learn.microsoft.com/microsoftteams/platform/concepts/deploy-and-publish/appsource/prepare/teams-store-validation-guidelines#app-name
  expect(names).not.toMatch(/\b(Chat|Contacts|Calendar|Calls|Files|Activity|Apps|Help)\b/i)
  const products =
    /\b(Teams|Microsoft|Entra|Azure|Excel|Word|OneDrive|SharePoint|OneNote|PowerPoint|Office|Outlook)\b/
  expect(names).not.toMatch(products)
  const all = `${names} ${description.short} ${description.full}`
  expect(all).not.toMatch(/\b(Slack|Discord|Mattermost|Zoom|Webex|Google|AppSource|MSFT|MS)\b/)
  expect(all).not.toMatch(/\b(best|top|ranked|free|guaranteed|certified for|powered by|Office 365)\b/i)
  expect(description.short).not.toMatch(/\bapp\b|\bGrantkeeper\b|[.!?]/i)
  expect(description.full.split(/\s+/).length).toBeLessThanOrEqual(500)
  expect(/\b(Microsoft )?Teams\b/.exec(description.full)?.[0]).toBe('Microsoft Teams')
  expect(description.full).toContain('${{APP_WEBSITE_URL}}')
  expect(description.full).toMatch(/administrator of your organization must set up/)
})

describe('the templates for the publisher', () => {
  it('are for the addresses that the manifest asks for', () => {
    expect(manifest.developer.privacyUrl).toBe('${{APP_PRIVACY_URL}}')
    expect(manifest.developer.termsOfUseUrl).toBe('${{APP_TERMS_URL}}')
    expect(read('docs/privacy.md')).toContain('`APP_PRIVACY_URL`')
    expect(read('docs/terms.md')).toContain('`APP_TERMS_URL`')
  })

  it.each(['privacy', 'terms'])('of %s leave open only what nobody but the publisher knows', (name) => {
    const text = read(`docs/${name}.md`)
    expect((text.match(/⟨/g) ?? []).length).toBeGreaterThan(5)
    expect((text.match(/⟨/g) ?? []).length).toBe((text.match(/⟩/g) ?? []).length)
    expect(text).not.toMatch(/AppSource|\b(beta|staging)\b/i)
  })

  it('the privacy statement names every table of the database', async () => {
    const { db } = await openTestDatabase()
    const { rows } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(
      db,
    )
    const inDatabase = rows.map(({ name }) => name).filter((name) => !/^(sqlite_|kysely_|keyv)/.test(name))
    const named = rowsOf(read('docs/privacy.md')).flatMap((row) => row.at(-1)?.split(', ') ?? [])
    expect(named.toSorted()).toEqual(inDatabase.toSorted())
  })
})
