import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export type AskAzure = (words: string[]) => Promise<string>

const run = promisify(execFile)

/** Runs the Azure CLI and returns what it prints, as JSON. No secret may be among the words: others can list them. */
export const askAzure: AskAzure = async (words) => {
  const all = [...words, '--output', 'json']
  // On Windows, az is a script of the shell.
  const options = { maxBuffer: 64 * 1024 * 1024, shell: process.platform === 'win32' }
  return (await run('az', all, options)).stdout
}
