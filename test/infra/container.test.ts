import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import lock from '../../package-lock.json' with { type: 'json' }
import { productionPrograms } from '../../scripts/bundle/programs.ts'
import { fileGraph } from '../support/import-graph.ts'
import { importsOf, readSources } from '../support/sources.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** The instructions of each stage, in order. */
const stages = read('Dockerfile')
  .split(/^(?=FROM )/m)
  .slice(1)
  .map((stage) =>
    stage
      .split('\n')
      .filter((line) => /^[A-Z]+ /.test(line))
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
  )
const last = stages.at(-1) ?? []
const allOf = (word: string, stage = last): string[] =>
  stage.flatMap(([each, rest]) => (each === word ? [rest] : []))

describe('the image', () => {
  it('is made of one image, by its digest', () => {
    const bases = stages.map(([first]) => first?.[1].replace(/ AS \w+$/, ''))
    expect(new Set(bases).size).toBe(1)
    expect(bases[0]).toMatch(/^node:24\.\d+\.\d+-[a-z]+-slim@sha256:[0-9a-f]{64}$/)
  })

  it('runs as somebody who is not root, says whether it is healthy, and gets signals itself', () => {
    const [, uid] = /^(\d+):\d+$/.exec(allOf('USER').at(-1) ?? '') ?? []
    expect(Number(uid)).toBeGreaterThan(0)
    const afterUser = last.slice(last.findIndex(([word]) => word === 'USER') + 1)
    expect(afterUser.map(([word]) => word)).not.toContain('RUN')
    expect(allOf('HEALTHCHECK')[0]).toContain('/healthz')
    // Not through a shell or npm, which keep SIGTERM to themselves.
    expect(JSON.parse(allOf('CMD')[0] ?? '')).toEqual(['node', 'dist/bot.mjs'])
    expect(productionPrograms.bot).toBe('bot/index.ts')
  })

  it('is the bundle alone, without packages, and runs no script of a package', () => {
    const installs = stages
      .flatMap((stage) => allOf('RUN', stage))
      .filter((line) => /\bnpm\s+\w/.test(line) && !line.startsWith('rm '))
    expect(installs).toEqual(['npm ci --ignore-scripts'])
    expect(allOf('RUN').join()).not.toMatch(/npm (ci|i|install)/)
    expect(allOf('COPY')).toEqual(['--from=build /app/dist dist'])
    const [build = []] = stages
    expect(build.filter(([word]) => word === 'RUN' || word === 'USER')).toEqual([
      ['RUN', 'npm ci --ignore-scripts'],
      ['RUN', 'node scripts/bundle/index.ts && chown node:node dist'],
      // What the user of the last stage can read, and not write.
      ['USER', allOf('USER').at(-1)],
      ['RUN', 'node scripts/bundle/fill-cache.ts && chmod -R a+rX dist/compile-cache'],
    ])
  })

  it('is built from every file that its programs import, and each file that is copied for it is there', () => {
    const copied = stages
      .flatMap((stage) => allOf('COPY', stage))
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1))
    const sources = ['bot', 'cards', 'scripts', 'emulator', 'demo'].flatMap((place) =>
      readSources(place, /\.ts$/),
    )
    const graph = fileGraph(sources)
    const reached = new Set(Object.values(productionPrograms))
    for (const path of reached) for (const next of graph.get(path) ?? []) reached.add(next)
    expect(reached.size).toBeGreaterThan(300)
    const isCopied = (path: string) => copied.some((each) => path === each || path.startsWith(`${each}/`))
    expect([...reached].filter((path) => !isCopied(path))).toEqual([])
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const libraries = sources
      .filter(({ path }) => reached.has(path))
      .flatMap(importsOf)
      .filter((name) => !/^node:|\.(ts|json)$|^[\w-]+\/[\w/-]+\.\w+$/.test(name))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    const installed = lock.packages as Record<string, { dev?: boolean } | undefined>
    const isInstalled = (name: string) => (installed[`node_modules/${name}`] ?? { dev: true }).dev !== true
    expect(libraries).toContain('restify')
    // Preflight checks a manifest by its schema only where the schema is installed; it asks before it imports.
    const optional = new Set(['@microsoft/app-manifest'])
    expect(new Set(libraries.filter((name) => !isInstalled(name)))).toEqual(optional)
  })

  it('copies only what .dockerignore lets through', () => {
    const [first, ...allowed] = read('.dockerignore').trimEnd().split('\n')
    expect(first).toBe('*')
    const copied = stages
      .flatMap((stage) => allOf('COPY', stage))
      .filter((line) => !line.startsWith('--from'))
    for (const path of copied.flatMap((line) => line.split(' ').slice(0, -1)))
      expect(allowed, path).toContain(`!${path.split('/')[0]}`)
  })
})

describe('compose.yaml', () => {
  const { services, networks } = parse(read('compose.yaml'), { merge: true })
  const each = Object.entries<Record<string, unknown>>(services)

  it('takes other people’s images by digest', () => {
    const images = each.flatMap(([, { image, build }]) => (build === undefined ? [String(image)] : []))
    expect(images.length).toBeGreaterThan(0)
    for (const image of images) expect(image).toMatch(/^[a-z]+:\d[\w.-]*@sha256:[0-9a-f]{64}$/)
  })

  it('limits every service and gives it no way to more rights', () => {
    for (const [name, service] of each) {
      expect(service, name).toMatchObject({ mem_limit: expect.any(String), pids_limit: expect.any(Number) })
      expect(service.security_opt, name).toContain('no-new-privileges:true')
    }
    expect(services.one).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
  })

  it('opens no port but those of the proxy, and the database has no way out', () => {
    expect(each.flatMap(([name, { ports }]) => (ports ? [name] : []))).toEqual(['proxy'])
    expect(services.db.networks).toEqual(['database'])
    expect(networks.database.internal).toBe(true)
  })

  it('gives the bot longer to end than it takes, and keeps metrics and readiness inside', () => {
    expect(Number.parseInt(services.one.stop_grace_period, 10)).toBeGreaterThan(20)
    const { content } = parse(read('compose.yaml')).configs.proxy
    expect(content).toMatch(/@inside path .*\/metrics/)
    expect(content).toMatch(/@inside path .*\/readyz/)
    expect(content).toContain('health_uri /readyz')
  })
})
