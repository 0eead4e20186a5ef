import { cp, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { copiesIn } from './copies.ts'
import {
  beginnings,
  builtIn,
  lazy,
  libraries,
  makeOnce,
  makePlaces,
  ownMaps,
  placeFrom,
  programId,
  uncolored,
  unused,
} from './plugins.ts'

interface BundleOptions {
  /** The folder of the project. */
  root: string
  /** Where the bundle goes; it exists, and everything in it is deleted. */
  folder: string
  /** The programs by name, each a source file of the project. `bot` becomes `bot.mjs`. */
  programs: Readonly<Record<string, string>>
}

export interface Bundle {
  /** The files that are in it, also those of libraries. */
  moduleIds: readonly string[]
  /** Bytes of what runs. */
  size: number
  /** Bytes of the source maps, which are read at the first fault only. */
  mapSize: number
}

/** Comes with a package for developers, and is asked for only where that is installed. */
const external = ['@microsoft/app-manifest']

/**
 * Puts programs and all libraries that they use into a few files: half of the start of a process is to find and read up to
 * 3,500. Names stay as they are, because errors and logs show them. The files are the same wherever they are made: other
 * places and sources are where they are from `dist/` of the project.
 */
export async function bundle({ root, folder, programs }: BundleOptions): Promise<Bundle> {
  const home = join(root, 'dist')
  const assets = new Set<string>()
  const input = Object.fromEntries(
    Object.entries(programs).map(([name, source]) => [name, programId(source)]),
  )
  const once = makeOnce(copiesIn(await readFile(join(root, 'package-lock.json'), 'utf8')))
  const plugins = [
    beginnings(root),
    makePlaces(home, assets),
    once,
    unused,
    lazy,
    builtIn,
    uncolored,
    ownMaps,
  ]
  const building = await rolldown({ cwd: root, input, external, platform: 'node', plugins, onLog: () => {} })
  const { output } = await building.write({
    dir: folder,
    cleanDir: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: ({ name }) =>
      name.startsWith(libraries) ? `${libraries}/[hash].mjs` : '[name]-[hash].mjs',
    // Node reads a file in ASCII twice as fast, and keeps half of it.
    charset: 'ascii',
    comments: false,
    // Node would read a map that the file names when it loads the file: see source-positions.ts.
    sourcemap: 'hidden',
    sourcemapExcludeSources: true,
    sourcemapPathTransform: (source, map) => placeFrom(home, resolve(dirname(map), source)),
    codeSplitting: { groups: [{ name: libraries, test: /node_modules/, entriesAware: true }] },
  })
  await building.close()
  for (const asset of assets) await cp(asset, join(folder, basename(asset)), { preserveTimestamps: true })
  const names = [...output.map(({ fileName }) => fileName), ...[...assets].map((asset) => basename(asset))]
  const isMap = (name: string): boolean => name.endsWith('.map')
  return {
    moduleIds: output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])),
    size: await sizeOf(names.filter((name) => !isMap(name)).map((name) => join(folder, name))),
    mapSize: await sizeOf(names.filter(isMap).map((name) => join(folder, name))),
  }
}

async function sizeOf(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  return sizes.reduce((total, size) => total + size, 0)
}
