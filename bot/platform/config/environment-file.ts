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
  const problems = findLines(read.text, file)
  if (problems.length > 0) throw new ConfigError(problems)
  return parseEnv(read.text)
}

/** Adds the file's variables to the process, where they are not set already. False if there is no such file. @throws ConfigError */
export function loadEnvironmentFile(file = '.env'): boolean {
  if (!existsSync(file)) return false
  for (const [name, value] of Object.entries(readEnvironmentFile(file))) process.env[name] ??= value
  return true
}

const assignment = /^[ \t]*(?:export[ \t]+)?[A-Za-z_][\w.]*[ \t]*=[ \t]*(?:(["'`])(.*))?/

/** Lines that hold no variable. A value in quotes can have several lines. */
function findLines(text: string, file: string): Problem[] {
  const problems: Problem[] = []
  let open: { quote: string; line: number } | undefined
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (open) {
      if (line.includes(open.quote)) open = undefined
      continue
    }
    if (/^[ \t]*(?:#.*)?$/.test(line)) continue
    const found = assignment.exec(line)
    if (!found)
      problems.push({
        variable: `${file}, line ${at + 1}`,
        text: "This isn't NAME=value. Correct it, or put # before it.",
      })
    else if (found[1] !== undefined && !found[2]?.includes(found[1])) open = { quote: found[1], line: at + 1 }
  }
  if (open)
    problems.push({ variable: `${file}, line ${open.line}`, text: 'The quote is never closed. Close it.' })
  return problems
}
