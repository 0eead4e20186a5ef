import { secret } from './fields.ts'
import { type ReadFile, readTextFile } from './read-text-file.ts'
import type { Report, Values } from './variables.ts'

const shortest = 16

/** The token that `/metrics` asks for, from the variable or the file; undefined: none. */
export function readMetricsToken(values: Values, readFile: ReadFile, report: Report): string | undefined {
  const { METRICS_TOKEN: token, METRICS_TOKEN_FILE: file } = values
  if (token !== undefined && file !== undefined)
    report('METRICS_TOKEN', 'METRICS_TOKEN_FILE is set too. Keep one of them.')
  const variable = file === undefined ? 'METRICS_TOKEN' : 'METRICS_TOKEN_FILE'
  const read = file === undefined ? token : readFrom(file, readFile, (text) => report(variable, text))
  if (read !== undefined && !new RegExp(`^[!-~]{${shortest},}$`).test(read))
    report(variable, `This isn't a token. Use ${shortest} or more random characters in plain ASCII.`)
  return read
}

/** What the variable refuses, the file refuses too. */
function readFrom(file: string, readFile: ReadFile, report: (text: string) => void): string | undefined {
  const read = readTextFile(file, readFile)
  if ('problem' in read) {
    report(read.problem)
    return undefined
  }
  const { data, error } = secret.safeParse(read.text.trim())
  for (const { message } of error?.issues ?? []) report(message)
  return data
}
