import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError, type Problem } from './problem.ts'
import { readTextFile } from './read-text-file.ts'

/** The variables of a file. Node reads on past what it doesn't understand; this reads all or nothing. @throws ConfigError */
export function readEnvironmentFile(
  file: string,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Record<string, string | undefined> {
  const read = readTextFile(file, readFile)
  if ('problem' in read) throw new ConfigError([{ variable: file, text: read.problem }])
  // Node drops the line ends of old Macs, and with them every variable but the first.
  const text = read.text.replace(/\r\n?/g, '\n')
  const problems = findLines(text, file)
  if (problems.length > 0) throw new ConfigError(problems)
  return parseEnv(text)
}

/** Adds the file's variables to the process, where they are not set already. False if there is no such file. @throws ConfigError */
export function loadEnvironmentFile(file = '.env'): boolean {
  if (!existsSync(file)) return false
  for (const [name, value] of Object.entries(readEnvironmentFile(file))) process.env[name] ??= value
  return true
}

const assignment = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.]*[ \t]*=[ \t]*(?:(["'`])(.*)|(.*))?/
const comment = /^[ \t]*(?:#.*)?$/

const texts = {
  none: "This isn't NAME=value. Correct it, or put # before it.",
  open: 'The quote is never closed. Close it.',
  behind:
    'Something follows the closing quote and would be dropped. Use quotes that the value does not contain.',
  cut: 'The value would end at its #. Put it in quotes.',
}

/** Lines that hold no variable, or whose value would be read in part. A value in quotes can have several lines. */
function findLines(text: string, file: string): Problem[] {
  const problems: Problem[] = []
  const report = (line: number, why: keyof typeof texts) =>
    problems.push({ variable: `${file}, line ${line}`, text: texts[why] })
  let open: { quote: string; line: number } | undefined
  for (const [at, line] of text.split('\n').entries()) {
    if (!open && comment.test(line)) continue
    const [found, opens, quoted = '', bare = ''] = open
      ? [line, open.quote, line]
      : (assignment.exec(line) ?? [])
    const end = opens === undefined ? -1 : quoted.indexOf(opens)
    if (found === undefined) report(at + 1, 'none')
    else if (opens === undefined) {
      if (/[^ \t#]#/.test(bare.slice(0, bare.indexOf('#') + 1))) report(at + 1, 'cut')
    } else if (end === -1) open ??= { quote: opens, line: at + 1 }
    else {
      open = undefined
      if (!comment.test(quoted.slice(end + 1))) report(at + 1, 'behind')
    }
  }
  if (open) report(open.line, 'open')
  return problems
}
