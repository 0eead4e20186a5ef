import { readFileSync } from 'node:fs'
import { auditKeys } from './audit-key-field.ts'
import type { ReadFile } from './credential.ts'
import { ConfigError, type Problem } from './problem.ts'
import { type Environment, type Report, readValues, type Values } from './variables.ts'

/** The keys of the history from the variable or the file; what one refuses, the other refuses too. Empty: none is configured. */
export function readAuditKeys(values: Values, readFile: ReadFile, report: Report): readonly string[] {
  const { AUDIT_KEY: keys, AUDIT_KEY_FILE: file } = values
  if (file === undefined) return keys ?? []
  if (keys) report('AUDIT_KEY', 'AUDIT_KEY_FILE is set too. Keep one of them.')
  const text = readText(file, readFile)
  if (text === undefined) {
    report('AUDIT_KEY_FILE', "The file can't be read. Check the path and the permissions.")
    return []
  }
  const read = auditKeys.safeParse(text)
  if (read.success) return read.data
  for (const { message } of read.error.issues) report('AUDIT_KEY_FILE', message)
  return []
}

function readText(file: string, readFile: ReadFile): string | undefined {
  try {
    return readFile(file)
  } catch {
    return undefined
  }
}

/** For programs that need nothing else of the configuration. @throws ConfigError */
export function loadAuditKeys(
  environment: Environment = process.env,
  readFile: ReadFile = (file) => readFileSync(file, 'utf8'),
): readonly string[] {
  const problems: Problem[] = []
  const report: Report = (variable, text) => {
    if (/^AUDIT_KEY/.test(variable)) problems.push({ variable, text })
  }
  const keys = readAuditKeys(readValues(environment, report), readFile, report)
  if (problems.length > 0) throw new ConfigError(problems)
  return keys
}
