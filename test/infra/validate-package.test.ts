import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { packApp } from '../../scripts/app-package.ts'
import { type RunToolkit, validatePackage } from '../../scripts/validate-package.ts'

const folder = mkdtempSync(join(tmpdir(), 'grantkeeper-package-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'app.zip')
writeFileSync(file, packApp({ 'manifest.json': '{"a":1}', 'color.png': new Uint8Array([1]) }))

/** The toolkit in version 1.1.17, which says this of any manifest. */
const toolkit =
  (ok: boolean, said: string, onAsked: (words: string[]) => void = () => {}): RunToolkit =>
  async (words) => {
    if (words[0] === '--version') return { ok: true, said: 'npm warn deprecated x@1.2.3\n1.1.17\n' }
    onAsked(words)
    return { ok, said }
  }

describe('a package', () => {
  it('that the toolkit takes is asked about as it is in the file, without telemetry and questions', async () => {
    let asked: string[] = []
    let text = ''
    const run = toolkit(true, 'All passed.', (words) => {
      asked = words
      text = readFileSync(words[2] ?? '', 'utf8')
    })
    expect(await validatePackage(file, run)).toBe('Agents Toolkit 1.1.17 found nothing wrong with it.')
    expect(text).toBe('{"a":1}')
    expect(asked.slice(0, 2)).toEqual(['validate', '--manifest-file'])
    expect(asked.slice(3).join(' ')).toBe('--telemetry false --interactive false')
    expect(() => readFileSync(join(dirname(asked[2] ?? ''), 'color.png'))).toThrow('ENOENT')
  })

  it('that it refuses comes with every error and nothing else', async () => {
    const said =
      'Summary:\n2 failed.\n(×) Error: /name/short is long\n(×) Error: /bots/0 is odd\n(✖) Error: failed'
    await expect(validatePackage(file, toolkit(false, said))).rejects.toThrow(
      'Agents Toolkit 1.1.17 refuses the package:\n(×) Error: /name/short is long\n(×) Error: /bots/0 is odd\n(✖) Error: failed',
    )
  })

  it('whose refusal has no such lines comes with all that was said', async () => {
    await expect(validatePackage(file, toolkit(false, 'Killed'))).rejects.toThrow(
      'refuses the package:\nKilled',
    )
  })

  it.each([
    ['npm cannot get', { ok: false, said: 'npm error code ENOTCACHED\nnpm error x' }],
    ['is another program than the toolkit', { ok: true, said: 'hello' }],
  ])('is not called valid where the toolkit %s', async (_name, answer) => {
    const run = validatePackage(file, async () => answer)
    await expect(run).rejects.toThrow(
      /^The package is not validated: npm can't get @microsoft\/m365agentstoolkit-cli@\d/,
    )
    await expect(run).rejects.toThrow(answer.said.split('\n')[0])
  })
})
