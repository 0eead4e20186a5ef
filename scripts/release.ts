import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import packageJson from '../package.json' with { type: 'json' }
import { listParts } from './list-parts.ts'

const run = promisify(execFile)
const npm = async (args: string[]): Promise<string> =>
  (await run('npm', args, { maxBuffer: 64 * 1024 * 1024 })).stdout

const list = await listParts(npm, packageJson.name)
await mkdir('out', { recursive: true })
const file = `out/grantkeeper-${packageJson.version}.cdx.json`
await writeFile(file, `${JSON.stringify(list, null, 2)}\n`)
process.stdout.write(`${file}: ${list.components.length} components\n`)
