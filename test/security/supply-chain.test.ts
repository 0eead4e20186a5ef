import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import lock from '../../package-lock.json' with { type: 'json' }
import { listParts } from '../../scripts/list-parts.ts'

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  link?: boolean
}
const packages = Object.entries(lock.packages as Record<string, Locked>).filter(([path]) => path !== '')
const settings = readFileSync(join(import.meta.dirname, '../../.npmrc'), 'utf8')
const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path

it('every package is locked to one file by its checksum, and none comes from an address of its own', () => {
  const loose = packages.filter(
    ([, { version, resolved, integrity, link }]) =>
      link === true ||
      !/^\d+\.\d+\.\d+/.test(version ?? '') ||
      resolved !== undefined ||
      !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''),
  )
  expect(loose.map(([path]) => path)).toEqual([])
})

it('what we ask for by name has a fixed version, and none comes from a repository or an address', () => {
  const asked = { ...packageJson.dependencies, ...packageJson.devDependencies }
  const odd = Object.entries(asked).filter(([, version]) => !/^[\^]?\d+(\.\d+){0,2}(-[\w.]+)?$/.test(version))
  expect(odd).toEqual([])
})

it('no package but those allowed by name runs a script when it is installed', () => {
  const decided: Readonly<Record<string, boolean>> = packageJson.allowScripts
  const withScripts = new Set(
    packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path)),
  )
  const undecided = [...withScripts].filter((name) => !Object.hasOwn(decided, name))
  expect(undecided).toEqual([])
  const allowed = Object.keys(decided).filter((name) => decided[name])
  // Node itself, for machines with an older one; `scripts/run-node.cjs` calls it by its name.
  expect(allowed).toEqual(['node'])
})

it('an npm that knows no list of allowed scripts runs none of them either', () => {
  expect(settings.split('\n')).toContain('ignore-scripts=true')
})

it('the settings of npm name no registry: it is that of the machine, and the checksums hold anywhere', () => {
  expect(settings).not.toMatch(/registry/)
})

it('a release comes with the list of its parts', async () => {
  const run = promisify(execFile)
  const { components } = await listParts(
    async (args) => (await run('npm', args, { maxBuffer: 64 * 1024 * 1024 })).stdout,
  )
  const names = components.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['botbuilder', 'restify', 'jose']))
  for (const development of ['vitest', '@biomejs/biome', 'typescript'])
    expect(names).not.toContain(development)
})
