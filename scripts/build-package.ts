import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fillManifest, packApp } from './app-package.ts'

const source = join(import.meta.dirname, '..', 'appPackage')

/** Where the Teams package is made, from the folder of the project. */
export const packagePath = join('appPackage', 'build', 'grantkeeper.zip')

/** The bytes of the Teams package with these variables. @throws Error that lists what is missing or wrong */
export async function makePackage(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array> {
  const manifest = fillManifest(await readFile(join(source, 'manifest.json'), 'utf8'), environment)
  const [color, outline] = await Promise.all(
    ['color.png', 'outline.png'].map((name) => readFile(join(source, name))),
  )
  if (!color || !outline) throw new Error('Expected two icons')
  return packApp({ 'manifest.json': manifest, 'color.png': color, 'outline.png': outline })
}

export async function writePackage(target: string, content: Uint8Array): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, content)
}
