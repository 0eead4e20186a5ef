import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Bundle, bundle } from './bundle.ts'
import { type BundledPackage, noticesOf, readPackages } from './notices.ts'
import { productionPrograms } from './programs.ts'

export interface Build extends Bundle {
  packages: readonly BundledPackage[]
}

const root = join(import.meta.dirname, '..', '..')

/** Makes what runs in production, with the licenses of all that is in it. Everything else in the folder is deleted. */
export async function build(folder: string): Promise<Build> {
  await mkdir(folder, { recursive: true })
  const made = await bundle({ root, folder, programs: productionPrograms })
  const packages = await readPackages(made.moduleIds)
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), `${noticesOf(packages)}\n`)
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  return { ...made, packages }
}
