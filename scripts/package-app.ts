/*
 * Creates the Teams app package appPackage/build/grantkeeper.zip, with the placeholders of the manifest filled from .env.
 * node scripts/package-app.ts [file with the variables]
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import { fillManifest, packApp, packageVariables } from './app-package.ts'

const source = join(import.meta.dirname, '..', 'appPackage')

const noFile = (name: string): string =>
  `The app package can't be created: there is no file ${name}. Copy .env.sample to .env and set ${Object.keys(packageVariables).join(', ')} there, or name another file: npm run package -- <file>`

async function packageApp(environmentFile = '.env'): Promise<void> {
  if (!existsSync(environmentFile)) throw new Error(noFile(environmentFile))
  const environment = readEnvironmentFile(environmentFile)
  const manifest = fillManifest(await readFile(join(source, 'manifest.json'), 'utf8'), environment)
  const [color, outline] = await Promise.all(
    ['color.png', 'outline.png'].map((name) => readFile(join(source, name))),
  )
  if (!color || !outline) throw new Error('Expected two icons')
  const target = join(source, 'build', 'grantkeeper.zip')
  await mkdir(join(source, 'build'), { recursive: true })
  await writeFile(target, packApp({ 'manifest.json': manifest, 'color.png': color, 'outline.png': outline }))
  console.log(`Created ${target}. Upload it in the Teams admin center, or as a custom app in Teams.`)
}

packageApp(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
