import { readFileSync } from 'node:fs'
import { auditKeys } from './audit-key-field.ts'
import { ConfigError, type Problem } from './problem.ts'
import { type ReadFile, readTextFile } from './read-text-file.ts'
import { type Environment, type Report, readValues, type Values } from './variables.ts'

/** The keys of the history from the variable or the file; what one refuses, the other refuses too. Empty: none is configured. */
export function readAuditKeys(values: Values, readFile: ReadFile, report: Report): readonly string[] {
  const { AUDIT_KEY: keys, AUDIT_KEY_FILE: file } = values
  if (file === undefined) return keys ?? []
  if (keys) report('AUDIT_KEY', 'AUDIT_KEY_FILE is set too. Keep one of them.')
  const content = readTextFile(file, readFile)
  if ('problem' in content) {
    report('AUDIT_KEY_FILE', content.problem)
    return []
  }
  const read = auditKeys.safeParse(content.text)
  if (read.success) return read.data
  for (const { message } of read.error.issues) report('AUDIT_KEY_FILE', message)
  return []
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
