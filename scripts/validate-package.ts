import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'

/** Microsoft's own checks. No dependency: few need them, and they come with 550 packages. */
export const toolkit = '@microsoft/m365agentstoolkit-cli@1.1.17'

/** Runs the toolkit; `said` is all that it printed. */
export type RunToolkit = (words: string[]) => Promise<{ ok: boolean; said: string }>

const exec = promisify(execFile)

/** From npm's cache if it's there, else from the registry. `options`: further ones of npm. */
export const makeToolkit =
  (...options: string[]): RunToolkit =>
  async (words) => {
    const all = [
      'exec',
      '--yes',
      '--prefer-offline',
      ...options,
      `--package=${toolkit}`,
      '--',
      'atk',
      ...words,
    ]
    try {
      const { stdout, stderr } = await exec('npm', all, { shell: process.platform === 'win32' })
      return { ok: true, said: stdout + stderr }
    } catch (error) {
      const {
        stdout = '',
        stderr = '',
        message,
      } = error as Partial<Record<'stdout' | 'stderr', string>> & Error
      return { ok: false, said: stdout + stderr || message }
    }
  }

/**
 * Asks Agents Toolkit about what is in the package: schema and rules of the manifest, which need no account.
 * @throws Error with what it found, or that it can't be had
 */
export async function validatePackage(file: string, run: RunToolkit = makeToolkit()): Promise<string> {
  const { ok: isThere, said } = await run(['--version'])
  const [version] = /^\d+\.\d+\.\d+$/m.exec(said) ?? []
  if (!isThere || version === undefined)
    throw new Error(
      `The package is not validated: npm can't get ${toolkit}. Try again with a connection to the npm registry. npm said: ${firstLine(said)}`,
    )
  const { ok, said: found } = await askAbout(file, run)
  if (ok) return `Agents Toolkit ${version} found nothing wrong with it.`
  const lines = found.split('\n').filter((line) => /^\((×|✖)\)/.test(line))
  throw new Error(
    [`Agents Toolkit ${version} refuses the package:`, ...(lines.length > 0 ? lines : [found.trim()])].join(
      '\n',
    ),
  )
}

async function askAbout(file: string, run: RunToolkit): Promise<Awaited<ReturnType<RunToolkit>>> {
  const folder = await mkdtemp(join(tmpdir(), 'grantkeeper-validate-'))
  try {
    for (const [name, content] of Object.entries(unzipSync(await readFile(file))))
      await writeFile(join(folder, name), content)
    const manifest = join(folder, 'manifest.json')
    return await run([
      'validate',
      '--manifest-file',
      manifest,
      '--telemetry',
      'false',
      '--interactive',
      'false',
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
}

const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? ''
