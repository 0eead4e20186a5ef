/*
 * Creates the Teams app package appPackage/build/grantkeeper.zip, with the placeholders of the manifest filled from .env.
 * node scripts/package-app.ts [--validate] [file with the variables]
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readEnvironmentFile } from '#platform/config/environment-file.ts'
import { neededVariables } from './app-package.ts'
import { makePackage, packagePath, writePackage } from './build-package.ts'
import { validatePackage } from './validate-package.ts'

const noFile = (name: string): string =>
  `The app package can't be created: there is no file ${name}. Copy .env.sample to .env and set ${neededVariables.join(', ')} there, or name another file: npm run package -- <file>`

async function packageApp(environmentFile = '.env'): Promise<string> {
  if (!existsSync(environmentFile)) throw new Error(noFile(environmentFile))
  const content = await makePackage(readEnvironmentFile(environmentFile))
  const target = join(import.meta.dirname, '..', packagePath)
  await writePackage(target, content)
  console.log(`Created ${target}. Upload it in the Teams admin center, or as a custom app in Teams.`)
  return target
}

async function run(): Promise<void> {
  const options = { validate: { type: 'boolean', default: false } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const target = await packageApp(positionals[0])
  if (values.validate) console.log(await validatePackage(target))
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
