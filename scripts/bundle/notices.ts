import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** A package of which something is in the bundle. */
export interface BundledPackage {
  name: string
  version: string
  license: string
  /** Its license and notices as it brings them, or its authors. */
  text: string
}

const named = z.object({ type: z.string() }).transform(({ type }) => type)
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.union([z.string(), named]).optional(),
  // How older packages say it.
  licenses: z.array(named).optional(),
  repository: z.union([z.string(), z.object({ url: z.string() }).transform(({ url }) => url)]).optional(),
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
})

/** The packages of these modules, by name and version. */
export async function readPackages(moduleIds: readonly string[]): Promise<BundledPackage[]> {
  const folders = new Set(
    moduleIds.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id) ?? []),
  )
  const packages = await Promise.all([...folders].map(readPackage))
  const byId = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]))
  return [...byId].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const { name, version, license, licenses, author, repository } = manifest.parse(
    JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')),
  )
  const files = (await readdir(folder)).toSorted()
  const textsOf = async (pattern: RegExp): Promise<string> => {
    const texts = files
      .filter((file) => pattern.test(file))
      .map((file) => readFile(join(folder, file), 'utf8'))
    return (await Promise.all(texts)).map((text) => text.trim()).join('\n\n')
  }
  const text =
    (await textsOf(/^(?:licen[cs]e|notice|copying)\b/i)) ||
    /^#+ licen[cs]e\b.*/ims.exec(await textsOf(/^readme\b/i))?.[0] ||
    `From ${[author, repository].filter(Boolean).join(', ')}`
  return { name, version, license: license ?? licenses?.join(' OR ') ?? 'as follows', text }
}

/** What a bundle must bring with it. */
export const noticesOf = (packages: readonly BundledPackage[]): string =>
  [
    'Grantkeeper includes these packages, or parts of them.',
    ...packages.map(
      ({ name, version, license, text }) => `${name} ${version}\nLicense: ${license}\n\n${text}`,
    ),
  ].join(`\n\n${'-'.repeat(80)}\n\n`)
