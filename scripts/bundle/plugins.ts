import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { Plugin } from 'rolldown'
import { makeLazy } from '#app/lazy-modules.ts'

const prefix = 'program:'

/** The folder of libraries. Under this name, Node passes over what it would warn of in code of ours. */
export const libraries = 'node_modules'

/** The input that begins with a source file. */
export const programId = (source: string): string => `${prefix}${source}`

/** Each program begins with what a bundle needs and its sources don't. */
export function beginnings(root: string): Plugin {
  const begin = join(root, 'scripts', 'bundle', 'begin.ts')
  return {
    name: 'beginnings',
    resolveId: { filter: { id: /^program:/ }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0program:/ },
      handler: (id) => {
        const main = join(root, id.slice(prefix.length + 1))
        return `import { begin } from ${JSON.stringify(begin)}\nbegin(import.meta.dirname)\nawait import(${JSON.stringify(main)})\n`
      },
    },
  }
}

/** As a URL has it. */
export const placeFrom = (folder: string, path: string): string => relative(folder, path).split(sep).join('/')

const places =
  /new URL\('(?:\.\/)?([\w.-]+\.js(?:on)?)', import\.meta\.url\)|\bimport\.meta\.(?:url|dirname)\b/g

/**
 * A file that a source reads beside itself goes into the bundle, `assets` collects them. Any other place is where it is from
 * the folder, so a bundle in the project finds what others make there, such as the app package.
 */
export function makePlaces(folder: string, assets: Set<string>): Plugin {
  const from = (id: string, path: string): string => {
    const place = id.includes(libraries) ? join(folder, libraries) : folder
    return JSON.stringify(`./${placeFrom(place, path)}`)
  }
  return {
    name: 'places',
    transform: {
      filter: { code: 'import.meta', id: { exclude: /^\0/ } },
      handler: (code, id) => ({
        map: null,
        code: code.replaceAll(places, (found, file?: string) => {
          if (found === 'import.meta.dirname') return `(import.meta.dirname + '/' + ${from(id, dirname(id))})`
          if (found === 'import.meta.url') return `new URL(${from(id, id)}, import.meta.url).href`
          const asset = join(dirname(id), file ?? '')
          if (!existsSync(asset)) return found
          assets.add(asset)
          return `new URL(${JSON.stringify(`./${basename(asset)}`)}, import.meta.url)`
        }),
      }),
    },
  }
}

/** What the SDK could recognize in typed text, which nobody asks of it: a third of the whole. */
export const unused: Plugin = {
  name: 'unused',
  load: { filter: { id: /recognizers-text/ }, handler: () => 'module.exports = { Culture: {} }' },
}

/** As where the sources run. */
export const lazy: Plugin = {
  name: 'lazy',
  transform: {
    filter: { id: /node_modules/ },
    handler: (text, id) => {
      const code = makeLazy(id, () => text)
      return code === undefined ? undefined : { code, map: null }
    },
  },
}

/** An older fetch brings what Node has, and takes Node's: with a table of all names of domains that are written in one way. */
export const builtIn: Plugin = {
  name: 'built-in',
  load: {
    filter: { id: /node_modules[\\/]whatwg-url[\\/]/ },
    handler: () => "module.exports = require('node:url')",
  },
}

/** A package that is installed several times in one version is taken once: the SDK brings zod five times. */
export function makeOnce(copies: ReadonlyMap<string, string>): Plugin {
  const names = [...copies.keys()].map((folder) => folder.slice(folder.lastIndexOf('node_modules/') + 13))
  return {
    name: 'once',
    resolveId: {
      filter: { id: new RegExp(`^(?:${names.join('|')})(?:/|$)`) },
      async handler(id, importer) {
        const found = await this.resolve(id, importer, { skipSelf: true })
        const folder = /node_modules\/.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(found?.id ?? '')?.[0]
        const first = copies.get(folder ?? '')
        return found && folder && first ? { ...found, id: found.id.replace(folder, first) } : found
      },
    },
  }
}

/** `debug` colors what it writes where developers have this. */
export const uncolored: Plugin = {
  name: 'uncolored',
  resolveId: {
    filter: { id: /^supports-color$/ },
    handler: (id, importer) =>
      importer && /[\\/]debug[\\/]/.test(importer) ? { id, external: true } : undefined,
  },
}

/** The source map of libraries is large, and says nothing of ours. */
export const ownMaps: Plugin = {
  name: 'own-maps',
  generateBundle: (_, files) => {
    for (const name of Object.keys(files))
      if (name.startsWith(libraries) && name.endsWith('.map')) delete files[name]
  },
}
