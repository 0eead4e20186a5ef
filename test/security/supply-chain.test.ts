import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import lock from '../../package-lock.json' with { type: 'json' }
import { listParts } from '../../scripts/list-parts.ts'

interface Locked {
  version?: string
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  link?: boolean
  dev?: boolean
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

describe('the list of parts of a release', () => {
  const list = listParts(async (args) => {
    const options = { maxBuffer: 64 * 1024 * 1024, cwd: join(import.meta.dirname, '../..') }
    return (await promisify(execFile)('npm', args, options)).stdout
  }, packageJson.name)

  it('has each package that production has, once, and no other', async () => {
    const { components } = await list
    const inProduction = packages
      .filter(([, { dev }]) => !dev)
      .map(([path, { version }]) => `${nameOf(path)}@${version}`)
    expect(components.map(({ name, version }) => `${name}@${version}`).toSorted()).toEqual(
      [...new Set(inProduction)].toSorted(),
    )
    const names = components.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(Object.keys(packageJson.dependencies)))
    for (const development of ['vitest', '@biomejs/biome', 'typescript'])
      expect(names).not.toContain(development)
  })

  it('names each by its address and checksum, the program by its name, and nothing that it does not list', async () => {
    const { bomFormat, metadata, components, dependencies } = await list
    expect(bomFormat).toBe('CycloneDX')
    expect(metadata.component).toMatchObject({
      name: packageJson.name,
      version: packageJson.version,
      type: 'application',
    })
    const refs = new Set([
      ...components.map((part) => part['bom-ref']),
      `${packageJson.name}@${packageJson.version}`,
    ])
    for (const { name, purl, hashes } of components) {
      expect(purl).toMatch(/^pkg:npm\//)
      expect(hashes?.[0], name).toMatchObject({
        alg: 'SHA-512',
        content: expect.stringMatching(/^[0-9a-f]{128}$/),
      })
    }
    expect(dependencies.length).toBe(refs.size)
    expect(
      dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !refs.has(ref)),
    ).toEqual([])
  })
})
