import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync('CONTRIBUTING.md', 'utf8')
const part = (from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to))
const map = part('## The map', '## From a click')

const top = readdirSync('.', { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && !/^(\.|node_modules$|data$|out$|dist$|card-pictures$)/.test(entry.name),
  )
  .map(({ name }) => name)
const foldersIn = (place: string): string[] =>
  readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

describe('the map in CONTRIBUTING.md', () => {
  it.each(['bot/edge', 'bot/edge/teams', 'bot/domain', 'bot/platform'])(
    'names every folder of %s',
    (place) => {
      const names = foldersIn(place)
      expect(names.length).toBeGreaterThan(3)
      // By its name, also behind the folder that it is in; `teams` only by its own folders.
      const isNamed = (name: string) => new RegExp(`\`(?:[\\w-]+/)*${name}/?(?:\`|[\\w-]+/)`).test(map)
      expect(names.filter((name) => !isNamed(name))).toEqual([])
    },
  )

  it('names every folder at the top', () => {
    expect(top.filter((name) => !map.includes(`\`${name}/`))).toEqual([])
  })
})

it('every file that CONTRIBUTING.md names is there', () => {
  const files = top.flatMap((place) =>
    readdirSync(place, { recursive: true, encoding: 'utf8' }).map((path) => `/${place}/${path}`),
  )
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|md|bicep|json))`/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(150)
  const own = [...files, ...readdirSync('.').map((name) => `/${name}`)]
  expect([...new Set(named)].filter((name) => !own.some((path) => path.endsWith(`/${name}`)))).toEqual([])
})
