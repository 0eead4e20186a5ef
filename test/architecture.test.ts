import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { commands } from '#edge/handlers/commands.ts'
import { actions } from '#edge/handlers/index.ts'
import { namedBy, type Reach } from '#edge/teams/actions/reach.ts'
import { commandVerb } from '#edge/teams/turns/find-action.ts'
import { concernFields, partedFields } from '#edge/views/concerned-tenants.ts'
import biome from '../biome.json' with { type: 'json' }
import { cardVerbs } from '../cards/buttons.ts'
import manifest from '../package.json' with { type: 'json' }
import {
  fileGraph,
  findCircles,
  findCircularGroups,
  findLongestChain,
  folderGraph,
} from './support/import-graph.ts'
import { isIn, libraries, ruleOf, sealed } from './support/import-rules.ts'
import { importsOf, readSources, type Source } from './support/sources.ts'

const program = ['bot', 'cards', 'emulator']
const tools = ['demo', 'bench', 'scripts', 'infra']
const wings = ['app', 'edge', 'domain', 'platform']
const sources = [...program, ...tools].flatMap((folder) => readSources(folder, /\.ts$/))
const inProgram = ({ path }: Source): boolean => program.some((place) => isIn(path, place))
/** The wings without the cards. */
const bot = sources.filter(({ path }) => isIn(path, 'bot'))
const inBot = ({ path }: Source): boolean => isIn(path, 'bot') || isIn(path, 'cards')

/** Places where a file's text fits, as `path: text`. */
const find = (files: readonly Source[], pattern: RegExp): string[] =>
  files.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([hit]) => `${path}: ${hit.trim()}`))

/** Imports that go against the direction, or out of a place without a rule. */
function findWrongImports(files: readonly Source[]): string[] {
  return files.flatMap((file) => {
    const rule = ruleOf(file.path)
    const own = importsOf(file).filter((name) => /\.(ts|json)$/.test(name))
    if (!rule) return [`${file.path}: has no rule`]
    const fine = [rule.place, ...rule.allowed]
    return own
      .filter((name) => !fine.some((place) => isIn(name, place)) || isSealedFrom(file.path, name))
      .map((name) => `${file.path} → ${name}`)
  })
}

/** True if the imported file is in a sealed folder that isn't open to this one. */
const isSealedFrom = (path: string, name: string): boolean =>
  Object.entries(sealed).some(
    ([folder, opener]) => isIn(name, folder) && !isIn(path, folder) && !isIn(path, opener),
  )

/** Imports of another wing that are relative, and of the own wing that are not. */
function findWrongForms(files: readonly Source[]): string[] {
  return files.flatMap((file) => {
    const [, wing] = file.path.split('/')
    return find([file], new RegExp(`'(?:#${wing}|(?:\\.\\.?/)+(?:${wings.join('|')}))/[^']+'`, 'g'))
  })
}

function findWrongLibraries(files: readonly Source[]): string[] {
  const isLibrary = (name: string) => !/^node:/.test(name) && !/\.(ts|json)$/.test(name)
  return files.flatMap((file) =>
    importsOf(file)
      .filter(isLibrary)
      .filter((name) => {
        const library = Object.keys(libraries).find((known) => isIn(name, known))
        return !libraries[library ?? '']?.some((place) => isIn(file.path, place))
      })
      .map((name) => `${file.path} → ${name}`),
  )
}

const circlesOf = (files: readonly Source[]): string[] =>
  findCircles(fileGraph(files)).map((circle) => circle.join(' → '))

const circlesOfFolders = (files: readonly Source[]): string[][] => findCircularGroups(folderGraph(files))

/** Names that more than one file has, each with these files. */
function findShared(files: readonly Source[], namesOf: (file: Source) => readonly string[]): string[] {
  const places = new Map<string, string[]>()
  for (const file of files)
    for (const name of new Set(namesOf(file))) places.set(name, [...(places.get(name) ?? []), file.path])
  return [...places].flatMap(([name, paths]) => (paths.length > 1 ? [`${name}: ${paths.join(', ')}`] : []))
}

const exported =
  /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|interface|type|enum|namespace) (\w+)/gm
const exportsOf = ({ text }: Source): string[] => [...text.matchAll(exported)].map(([, name = '']) => name)
const fileNameOf = ({ path }: Source): string[] => [path.slice(path.lastIndexOf('/') + 1)]

const several = /^export (?:const|let) (?:[{[].*|.*,$)/gm

/** Imports that nobody can follow by reading. */
const computed =
  /\bimport\((?!\s*').*|\bimport\.meta\.resolve\b|\b(?:createRequire|getBuiltinModule)\b|\brequire\(|^\/\/\/ *<reference\b/gm
const moment =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)|\b(?:const|let) .*= Date$|\btimeOrigin\b|\b(?:current_time|CURRENT_TIME)/gm
const stopwatch = /\bperformance\.now\b|\bnode:perf_hooks\b|\bhrtime\b|\.uptime\(/g
const environment = /\bprocess\s*\??\.\s*env\b|\bprocess\[|= process\b(?!\.)|'node:process'/g
const queries =
  /\b(?:selectFrom|selectNoFrom|insertInto|replaceInto|mergeInto|updateTable|deleteFrom|executeQuery)\b|\bsql[`<.]|\bschema\.(?:create|alter|drop)|^import (?!type\b)[^'"]* from 'kysely'|'node:sqlite'/gm
const secondHand = /^export (?:default\b|\*|(?:type )?\{[^}]*\})/gm
const vague = /^export (?:class|interface|type|function|const) \w*(?:Manager|Helper|Utils?|Service)\b/gm
const unfinished = /\b(?:TODO|FIXME|XXX)\b/g

describe('imports', () => {
  it('go one way, types included', () => {
    expect(findWrongImports(sources)).toEqual([])
  })

  it('make no circle', () => {
    expect(circlesOf(sources)).toEqual([])
  })

  it('make no circle of folders', () => {
    expect(circlesOfFolders(bot)).toEqual([])
  })

  it('make no long chain', async ({ annotate }) => {
    const chain = findLongestChain(fileGraph(bot))
    await annotate(`${chain.length} files: ${chain.join(' → ')}`)
    expect(chain.length, chain.join(' → ')).toBeLessThanOrEqual(24)
  })

  it('of a library stand in its own place only', () => {
    expect(findWrongLibraries(sources.filter(inProgram))).toEqual([])
  })

  it('are relative in a wing and have its name across wings', () => {
    expect(findWrongForms(bot)).toEqual([])
    expect(manifest.imports).toEqual(
      Object.fromEntries(wings.map((wing) => [`#${wing}/*`, `./bot/${wing}/*`])),
    )
  })

  it('say what they import', () => {
    expect(find(sources.filter(inProgram), computed)).toEqual([])
  })

  it('of tests are made by tests and tools only', () => {
    expect(find(sources.filter(inProgram), /'[./]+\/test\/[^']+'/g)).toEqual([])
  })
})

describe('the text of the program', () => {
  it('has no default export and no list of exports, and hands nothing of others on', () => {
    expect(find(sources, secondHand)).toEqual([])
  })

  it('asks for the time in one file', () => {
    const others = sources.filter((file) => inBot(file) && file.path !== 'bot/platform/base/time.ts')
    expect(find(others, moment)).toEqual([])
    // As the environment and the files, the time of a start is a default of the configuration.
    const givers = ['bot/app', 'bot/platform/config/read-config.ts']
    const takers = others.filter(({ path }) => !givers.some((place) => isIn(path, place)))
    expect(find(takers, /\bsystemClock\b/g)).toEqual([])
  })

  it('measures how long something took in one folder', () => {
    const others = sources.filter((file) => inBot(file) && !isIn(file.path, 'bot/platform/microsoft'))
    expect(find(others, stopwatch)).toEqual([])
  })

  it('reads the environment in one folder', () => {
    const others = sources.filter((file) => inProgram(file) && !isIn(file.path, 'bot/platform/config'))
    expect(find(others, environment)).toEqual([])
  })

  it('has SQL in stores and in the storage only, and one question whether the database answers', () => {
    const isPlace = ({ path }: Source) => /-store\.ts$/.test(path) || isIn(path, 'bot/platform/storage')
    const others = sources.filter((file) => inBot(file) && !isPlace(file))
    expect(find(others, queries)).toEqual([
      "bot/app/routes.ts: import { sql } from 'kysely'",
      'bot/app/routes.ts: sql`',
    ])
  })

  it('names things by what they are', () => {
    expect(find(sources, vague)).toEqual([])
    const misnamed = sources.filter(
      ({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(path),
    )
    expect(misnamed.map(({ path }) => path)).toEqual([])
  })

  it('has one file of each name', () => {
    const known = ['bot/index.ts', 'bot/edge/handlers/index.ts']
    const others = bot.filter(({ path }) => !known.includes(path))
    expect(findShared(others, fileNameOf)).toEqual([])
    expect(others.flatMap(fileNameOf)).not.toContain('index.ts')
  })

  it('has one export of each name', () => {
    expect(findShared(bot, exportsOf)).toEqual([])
    expect(find(bot, several)).toEqual([])
  })

  it('is finished', () => {
    expect(find(sources, unfinished)).toEqual([])
  })

  it('has short functions and short files: the linter counts', () => {
    const { complexity, style } = biome.linter.rules
    expect(complexity.noExcessiveLinesPerFunction).toEqual({ level: 'error', options: { maxLines: 40 } })
    expect(style.noExcessiveLinesPerFile).toEqual({ level: 'error', options: { maxLines: 200 } })
    const exempt = biome.overrides
      .filter(({ linter: { rules } }) => /noExcessiveLines\w+":"off/.test(JSON.stringify(rules)))
      .flatMap(({ includes }) => includes)
    expect(exempt).toEqual(['test/**', 'cards/words/**', 'bot/platform/storage/migrations/**'])
  })

  it('stands for itself: nothing points out of the project', () => {
    const outside = new RegExp(['\\.\\./', 'shared\\b|/work', '/|/tmp', '/gk'].join(''), 'g')
    const everything = readSources('.', /\.(ts|json|md|ya?ml|html|css|sample|toml|sh)$|^[A-Z]+$/)
    const others = everything.filter(({ path }) => path !== 'package-lock.json')
    expect(others.length).toBeGreaterThan(sources.length)
    expect(find(others, outside)).toEqual([])
  })
})

describe('verbs', () => {
  const verbs = actions.map(({ verb }) => verb)

  it('of cards have a handler, and handlers have a card', () => {
    // What a line without a command names is only ever typed.
    const clicked = verbs.filter((verb) => verb !== 'name.show')
    expect([...cardVerbs].sort()).toEqual([...clicked, commandVerb].sort())
  })

  it('and command words are there once', () => {
    const words = commands.map(({ word }) => word)
    expect([new Set(verbs).size, new Set(words).size]).toEqual([verbs.length, words.length])
  })

  it('are a noun and a verb; commands are lower case', () => {
    expect(verbs.filter((verb) => !/^[a-z]+\.[a-z]+([A-Z][a-z]+)*$/.test(verb))).toEqual([])
    expect(commands.filter(({ word }) => !/^[a-z]+( [a-z]+)?$/.test(word))).toEqual([])
  })

  it('of commands lead to an action that is in the table', () => {
    expect(commands.filter(({ action }) => !actions.includes(action)).map(({ word }) => word)).toEqual([])
  })
})

/** Actions whose declared reach is missing, or leaves out a field of their input that names tenants. */
function findUndeclared(table: readonly { verb: string; reach?: Reach; input: unknown }[]): string[] {
  return table.flatMap(({ verb, reach, input }) => {
    if (reach === undefined) return [`${verb}: declares no reach`]
    if (reach === 'everything') return []
    const fields = input instanceof z.ZodObject ? Object.keys(input.shape) : []
    const named = typeof reach === 'string' ? [] : reach.named
    const parted = reach === 'ownTenants' ? partedFields : []
    const missing = fields.filter(
      (field) => concernFields.includes(field) && !named.includes(field) && !parted.includes(field),
    )
    const strange = named.filter((field) => !fields.includes(field) || !concernFields.includes(field))
    return [...missing, ...strange].map((field) => `${verb}: ${field}`)
  })
}

describe('reach', () => {
  it('is declared by every action, with every field of its input that names tenants', () => {
    expect(findUndeclared(actions)).toEqual([])
  })

  it('is declared by every command, and is never less than that of its action', () => {
    const others = commands.filter(({ reach, action }) => reach === undefined || reach !== action.reach)
    expect(others.map(({ word }) => word)).toEqual([])
  })
})

describe('these checks can fail', () => {
  const file = (path: string, text: string): Source => ({ path, text })

  it('on an import against the direction', () => {
    const wrong = [
      file('bot/domain/grants/a.ts', "import type { Card } from '../../../cards/render.ts'"),
      file('bot/edge/teams/a.ts', "import { actions } from '../handlers/index.ts'"),
      file('bot/edge/handlers/a.ts', "import {\n  makeSender,\n} from '../teams/channel/send.ts'"),
      file('bot/edge/teams/channel/a.ts', "import { openBotbuilder } from './botbuilder/open-botbuilder.ts'"),
      file('bot/app/teams.ts', "await import('#edge/teams/channel/botbuilder/open-botbuilder.ts')"),
      file('bot/edge/teams/channel/botbuilder/a.ts', "import { a } from '../../turns/a.ts'"),
      file('bot/platform/storage/a.ts', "import type { Deps } from '#domain/grants/grant.ts'"),
      file('cards/a.ts', "const later = await import('#platform/base/time.ts')"),
      file('emulator/a.ts', "import '#platform/base/time.ts'"),
      file('bot/platform/base/a.ts', "import type {\n  // The domain's.\n  Deps,\n} from '#domain/deps.ts'"),
      file('bot/platform/base/b.ts', "import manifest from '../../../package.json' with { type: 'json' }"),
      file('elsewhere/a.ts', ''),
    ]
    expect(findWrongImports(wrong)).toHaveLength(wrong.length)
    const right = [
      file('bot/edge/handlers/a.ts', "import { toActor } from '../teams/actions/answer.ts'"),
      file(
        'bot/domain/grants/a.ts',
        "import { UserError } from '#platform/base/errors.ts'\nimport { z } from 'zod'",
      ),
    ]
    expect(findWrongImports(right)).toEqual([])
  })

  it('on a wing that is imported in the wrong form', () => {
    const wrong = [
      file('bot/domain/grants/a.ts', "import { time } from '../../platform/base/time.ts'"),
      file('bot/domain/grants/b.ts', "import type { Deps } from '#domain/deps.ts'"),
      file('bot/index.ts', "await import('./app/run.ts')"),
    ]
    expect(findWrongForms(wrong)).toHaveLength(wrong.length)
    const right = file('bot/edge/views/a.ts', "import { a } from '../teams/a.ts'\nimport '#domain/b.ts'")
    expect(findWrongForms([right])).toEqual([])
  })

  it('on a circle', () => {
    const a = file('bot/domain/grants/a.ts', "import type { B } from './b.ts'")
    const b = file('bot/domain/grants/b.ts', "import { c } from './c.ts'")
    const c = file('bot/domain/grants/c.ts', "import type { A } from './a.ts'")
    expect(circlesOf([a, b, c])).toEqual([
      'bot/domain/grants/a.ts → bot/domain/grants/b.ts → bot/domain/grants/c.ts → bot/domain/grants/a.ts',
    ])
    expect(circlesOf([a, b])).toEqual([])
  })

  it('on a circle of folders, where no file is in a circle', () => {
    const a = file('bot/domain/grants/a.ts', "import { b } from '../alerts/b.ts'")
    const b = file('bot/domain/alerts/b.ts', '')
    const c = file('bot/domain/alerts/c.ts', "import { d } from '../grants/deep/d.ts'")
    const d = file('bot/domain/grants/deep/d.ts', "import { time } from '#platform/base/time.ts'")
    const folders = ['bot/domain/alerts', 'bot/domain/grants']
    expect(circlesOf([a, b, c, d])).toEqual([])
    expect(circlesOfFolders([a, b, c, d])).toEqual([folders])
    expect(circlesOfFolders([a, b, d])).toEqual([])
    const time = file('bot/platform/base/time.ts', "import type { C } from '#domain/alerts/c.ts'")
    expect(circlesOfFolders([a, b, c, d, time])).toEqual([[...folders, 'bot/platform/base']])
  })

  it('on a long chain', () => {
    const a = file('bot/a.ts', "import { c } from './c.ts'\nimport type { B } from './b.ts'")
    const b = file('bot/b.ts', "import { c } from './c.ts'")
    const c = file('bot/c.ts', '')
    expect(findLongestChain(fileGraph([c, b, a]))).toEqual(['bot/a.ts', 'bot/b.ts', 'bot/c.ts'])
  })

  it('on a name that two files have, or that two files export', () => {
    const a = file('bot/edge/a.ts', 'export interface Verdict {}\nexport async function judge() {}')
    const again = file('bot/domain/a.ts', 'export type Verdict = 1\nconst judge = 1')
    const b = file('bot/domain/b.ts', 'export const judge = 1\n// export type Verdict = 2')
    expect(findShared([a, again, b], fileNameOf)).toEqual(['a.ts: bot/edge/a.ts, bot/domain/a.ts'])
    expect(findShared([a, again, b], exportsOf)).toEqual([
      'Verdict: bot/edge/a.ts, bot/domain/a.ts',
      'judge: bot/edge/a.ts, bot/domain/b.ts',
    ])
    const overloads = file('bot/c.ts', 'export function f(a: 1): 1\nexport function f(a: 2): 2')
    expect(findShared([overloads], exportsOf)).toEqual([])
  })

  it('on a library in the wrong place, or one that nobody knows', () => {
    const wrong = [
      file('bot/domain/grants/a.ts', "import { CloudAdapter } from 'botbuilder'"),
      file('bot/edge/http/a.ts', "import { Application } from '@microsoft/teams-ai/lib/Application.js'"),
      file('bot/edge/teams/channel/a.ts', "import type { Activity } from 'botbuilder'"),
      file('cards/a.ts', "import { z } from 'zod'"),
      file('bot/platform/microsoft/a.ts', "import _ from 'lodash'"),
    ]
    expect(findWrongLibraries(wrong)).toHaveLength(wrong.length)
  })

  it('on an action that declares no reach, or too little', () => {
    const input = z.object({ tenantId: z.string(), more: z.array(z.string()) })
    const action = (reach?: Reach) => [{ verb: 'a.b', input, ...(reach && { reach }) }]
    expect(findUndeclared(action())).toEqual(['a.b: declares no reach'])
    expect(findUndeclared(action('ownTenants'))).toEqual(['a.b: tenantId', 'a.b: more'])
    expect(findUndeclared(action(namedBy('tenantId')))).toEqual(['a.b: more'])
    expect(findUndeclared(action(namedBy('tenantId', 'more', 'runId')))).toEqual(['a.b: runId'])
    expect(findUndeclared(action(namedBy('tenantId', 'more')))).toEqual([])
    expect(findUndeclared(action('everything'))).toEqual([])
  })

  it.each([
    [several, 'export const { a, b } = both'],
    [several, 'export const a = 1,\n  b = 2'],
    [computed, 'await import(path)'],
    [computed, 'await import(`./a.ts`)'],
    [computed, 'const b = createRequire(import.meta.url)'],
    [computed, '/// <reference types="restify" />'],
    [moment, 'const now = Date.now()'],
    [moment, 'const now = Date.now'],
    [moment, 'const { now } = Date'],
    [moment, 'const now = new Date( )'],
    [moment, 'sql`current_timestamp`'],
    [stopwatch, 'const startedAt = performance.now()'],
    [environment, 'const { HOME } = process.env'],
    [environment, 'const { env } = process'],
    [environment, "import { env } from 'node:process'"],
    [environment, "process['env'].HOME"],
    [queries, "db.selectFrom('grants')"],
    [queries, 'sql<boolean>`true`'],
    [queries, "sql.raw('true')"],
    [queries, "import { sql as query } from 'kysely'"],
    [queries, "import { DatabaseSync } from 'node:sqlite'"],
    [queries, 'db.selectNoFrom([])'],
    [queries, "db.schema.dropTable('grants')"],
    [secondHand, 'export default 1'],
    [secondHand, "export { a } from './a.ts'"],
    [secondHand, "export * from './a.ts'"],
    [secondHand, 'export { a }'],
    [secondHand, "export type { A } from './a.ts'"],
    [vague, 'export class GrantManager {}'],
    [unfinished, '// TODO: the rest'],
  ])('on %s in a text', (pattern, text) => {
    expect(find([file('bot/a.ts', text)], pattern)).toHaveLength(1)
  })

  it.each([
    [several, 'export const a = [1, 2]'],
    [computed, "await import('./a.ts')"],
    [moment, 'const then = new Date(0)'],
    [moment, 'type When = Date'],
    [environment, 'process.exitCode = 1'],
    [queries, 'const sqlite = 1'],
    [queries, "import type { Kysely } from 'kysely'"],
    [secondHand, 'export const a = 1'],
  ])('and %s not on everything', (pattern, text) => {
    expect(find([file('bot/a.ts', text)], pattern)).toEqual([])
  })
})
