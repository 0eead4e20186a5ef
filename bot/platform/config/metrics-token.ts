import type { ReadFile } from './credential.ts'
import { secret } from './fields.ts'
import type { Report, Values } from './variables.ts'

const shortest = 16

/** The token that `/metrics` asks for, from the variable or the file; undefined: none. */
export function readMetricsToken(values: Values, readFile: ReadFile, report: Report): string | undefined {
  const { METRICS_TOKEN: token, METRICS_TOKEN_FILE: file } = values
  if (token !== undefined && file !== undefined)
    report('METRICS_TOKEN', 'METRICS_TOKEN_FILE is set too. Keep one of them.')
  const variable = file === undefined ? 'METRICS_TOKEN' : 'METRICS_TOKEN_FILE'
  try {
    const read = file === undefined ? token : checked(readFile(file).trim(), (text) => report(variable, text))
    if (read !== undefined && !new RegExp(`^[!-~]{${shortest},}$`).test(read))
      report(variable, `This isn't a token. Use ${shortest} or more random characters in plain ASCII.`)
    return read
  } catch {
    report(variable, "The file can't be read. Check the path and the permissions.")
    return undefined
  }
}

/** What the variable refuses, the file refuses too. */
function checked(text: string, report: (text: string) => void): string | undefined {
  const { data, error } = secret.safeParse(text)
  for (const { message } of error?.issues ?? []) report(message)
  return data
}
