import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import lock from '../../package-lock.json' with { type: 'json' }
import { type Build, build } from '../../scripts/bundle/build.ts'
import { copiesIn } from '../../scripts/bundle/copies.ts'
import { productionPrograms } from '../../scripts/bundle/programs.ts'
import { makeBotProcess } from '../support/bot-process.ts'
import { temporaryFile } from '../support/databases.ts'
import { emptyPostgres } from '../support/postgres-database.ts'
import { writeSeededFile } from '../support/seeded-file.ts'
import { people } from '../support/whole-app.ts'

/** Nothing else is there: no sources, and no packages. */
let home: string
let dist: string
let made: Build

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'grantkeeper (ü 100%25 #1) dist-'))
  dist = join(home, 'dist')
  made = await build(dist)
})
afterAll(() => rm(home, { recursive: true, force: true }))

const program = (name: string): string => join(dist, `${name}.mjs`)

/** What an operator's program says, and its exit code. */
async function run(name: string, ...args: string[]): Promise<{ code: number; said: string }> {
  const options = { cwd: home, env: { PATH: process.env.PATH } }
  const { error, stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [program(name), ...args],
    options,
  ).then(
    (done) => ({ ...done, error: undefined }),
    (failed) => ({ ...failed, error: failed }),
  )
  return { code: error ? error.code : 0, said: `${stdout}${stderr}` }
}

describe('the bundle', () => {
  it('is the whole bot, and ends in good order', async () => {
    const bot = await makeBotProcess({ seeded: true, program: program('bot') })
    await bot.start()
    const { card } = await bot.teams.as(people.bob).ask('tenants')
    expect(JSON.stringify(card)).toContain('Fabrikam')
    const { card: sets } = await bot.teams.as(people.bob).ask('sets')
    expect(JSON.stringify(sets)).toContain('Account actions')
    expect(await bot.end('SIGTERM')).toEqual({ code: 0, said: '' })
  })

  it('runs on PostgreSQL', async () => {
    const environment = { DATABASE_FILE: '', DATABASE_URL: await emptyPostgres() }
    const bot = await makeBotProcess({ program: program('bot'), environment })
    await bot.start()
    const { card } = await bot.teams.as(people.bob).ask('whoami')
    expect(JSON.stringify(card)).toContain('approver')
    expect(await bot.end('SIGTERM')).toEqual({ code: 0, said: '' })
  })

  it('also has the other SDK', async () => {
    const environment = { TEAMS_SDK: 'teams.apps' }
    const bot = await makeBotProcess({ seeded: true, program: program('bot'), environment })
    await bot.start()
    const { card } = await bot.teams.as(people.bob).ask('tenants')
    expect(JSON.stringify(card)).toContain('Fabrikam')
    expect(await bot.end('SIGTERM')).toEqual({ code: 0, said: '' })
  })

  it('names the line of the source where a fault is', async () => {
    const broken =
      "import { Server } from 'node:net'\nServer.prototype.listen = () => { throw new Error('broken on purpose') }"
    const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(broken)}`
    const bot = await makeBotProcess({ program: program('bot'), environment: { NODE_OPTIONS } })
    const { code, said } = await bot.startToEnd()
    expect(code).toBe(1)
    const frames = said.split('\n').filter((line) => /^ +at /.test(line))
    const own = frames.flatMap((line) => {
      const [, file = '', number] = /file:\/\/\S*\/(bot\/[\w/-]+\.ts):(\d+):\d+/.exec(line) ?? []
      return file ? [{ file, line: Number(number) }] : []
    })
    expect(own[0]?.file, said).toMatch(/^bot\/edge\/http\//)
    const source = await readFile(own[0]?.file ?? '', 'utf8')
    expect(source.split('\n')[(own[0]?.line ?? 0) - 1]).toContain('.listen(')
    expect(own.map(({ file }) => file)).toContain('bot/app/run.ts')
    expect(
      // Libraries have no source map.
      frames.filter((line) => line.includes('.mjs') && !line.includes('/dist/node_modules/')),
      said,
    ).toEqual([])
  })

  it('has every program of an operator', async () => {
    const file = await temporaryFile()
    await writeSeededFile(file)
    expect(await run('audit-verify', '--database', file)).toMatchObject({
      code: 0,
      said: expect.stringContaining('The chain is intact.'),
    })
    expect(await run('rollback', '--database', file)).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^Rolled back: /),
    })
    expect(await run('preflight', '--help')).toMatchObject({
      code: 0,
      said: expect.stringContaining('npm run preflight'),
    })
    expect(await run('migrate-sqlite-to-postgres', '--from', file)).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^Nothing was moved\. Set the target/),
    })
    const tried = ['bot', 'audit-verify', 'rollback', 'preflight', 'migrate-sqlite-to-postgres']
    expect(Object.keys(productionPrograms).toSorted()).toEqual(tried.toSorted())
  })

  it('can bring its compiled code along', async () => {
    const cache = join(dist, 'compile-cache')
    await rm(cache, { recursive: true, force: true })
    const options = { env: { PATH: process.env.PATH } }
    await promisify(execFile)(process.execPath, ['scripts/bundle/fill-cache.ts', dist], options)
    const kept = await readdir(cache, { recursive: true })
    const code = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.mjs'))
    expect(kept.length).toBeGreaterThan(code.length / 2)
  })

  it('has its catalog and the licenses of all that is in it', async () => {
    const files = await readdir(dist)
    expect(files).toEqual(expect.arrayContaining(['catalog.json', 'LICENSE', 'THIRD-PARTY-NOTICES.txt']))
    const notices = await readFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8')
    for (const { name, version } of made.packages)
      expect(notices).toContain(`\n${name} ${version}\nLicense: `)
  })

  it('names no place of the machine that made it', async () => {
    const files = (await readdir(dist, { recursive: true })).filter((name) => /\.(mjs|map)$/.test(name))
    expect(files.length).toBeGreaterThan(100)
    for (const file of files) {
      const text = await readFile(join(dist, file), 'utf8')
      for (const place of [process.cwd(), relative(dist, process.cwd())])
        expect(text.includes(place), `${place} in ${file}`).toBe(false)
    }
  })

  it('knows its sources from where the project has it', async () => {
    const maps = (await readdir(dist)).filter((name) => name.endsWith('.map'))
    const sources = await Promise.all(
      maps.map(
        async (name): Promise<string[]> => JSON.parse(await readFile(join(dist, name), 'utf8')).sources,
      ),
    )
    const missing = new Set(sources.flat().filter((source) => !existsSync(join('dist', source))))
    expect(sources.flat().length).toBeGreaterThan(500)
    expect([...missing].filter((source) => !source.includes('program:'))).toEqual([])
  })
})

describe('what is in the bundle from others', () => {
  it('is there once, however often it is installed', () => {
    const folders = new Set(
      made.moduleIds.flatMap((id) => /node_modules\/.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? []),
    )
    expect(folders.size).toBeGreaterThan(5)
    const copies = copiesIn(readFileSync('package-lock.json', 'utf8'))
    expect(copies.size).toBeGreaterThan(5)
    expect([...folders].filter((folder) => copies.has(folder))).toEqual([])
  })

  it('may be passed on', () => {
    const free =
      /^\(?(?:AFL-2\.1 OR BSD-3-Clause|MIT|ISC|0BSD|BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|Python-2\.0)\b/
    const isFree = (license: string, text: string) =>
      free.test(license) ||
      (license === 'as follows' && /Permission is hereby granted, free of charge|^\s*MIT$/m.test(text))
    expect(made.packages.filter(({ license, text }) => !isFree(license, text))).toEqual([])
    expect(made.packages.filter(({ text }) => text === 'From ').map(({ name }) => name)).toEqual([])
  })

  it('is in the list of parts of a release: nothing of it is for developers', () => {
    const production = Object.entries(lock.packages as Record<string, { version?: string; dev?: boolean }>)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`)
    const names = made.packages.map(({ name, version }) => `${name}@${version}`)
    expect(names).toEqual(
      expect.arrayContaining([expect.stringMatching(/^restify@/), expect.stringMatching(/^pg@/)]),
    )
    expect(names.filter((name) => !production.includes(name))).toEqual([])
  })
})
