import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a person has after cloning the repository and `npm ci`: its files, and nothing that was made since. */
export async function makeFreshClone(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-clone-'))
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    maxBuffer: 16_000_000,
  })
  const files = stdout.split('\0').filter((file) => file !== '' && file !== 'node_modules')
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await cp(file, join(folder, file))
  }
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  return folder
}
