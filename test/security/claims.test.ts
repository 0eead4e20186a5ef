import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8')
const section = (heading: string): string[] =>
  (text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => /^\| (?!---)/.test(line))
    .slice(1)
const claims = [...section('Holes of the libraries'), ...section('OWASP ASVS 5.0')]
const named = /`(test\/[^`]+)` "([^"]+)" \|$/

describe('SECURITY.md', () => {
  it('names a test for every hole and every item', () => {
    expect(claims.length).toBeGreaterThan(50)
    expect(claims.filter((line) => !named.test(line))).toEqual([])
  })

  it.each(claims.map((line) => named.exec(line)?.slice(1) ?? ['', '']))('%s has "%s"', (file, name) => {
    const path = join(root, file ?? '')
    expect(existsSync(path)).toBe(true)
    expect(readFileSync(path, 'utf8').includes(name ?? '')).toBe(true)
  })
})
