import type { z } from 'zod'
import { type CatalogMistake, jsonPath } from './catalog-error.ts'

type Issue = z.core.$ZodIssue

/** What each kind of text has to look like, by the last name of its path. */
const looks: Readonly<Record<string, string>> = {
  id: 'Apps, sets and settings use lower-case words joined by hyphens, permissions a GUID',
  resourceAppId: 'Write the app id of the API, a GUID such as 00000003-0000-0000-c000-000000000000',
  roleTemplateId: 'Write the template id of the directory role, a GUID',
  value: 'Write the name that Entra uses, such as User.Read.All, without blanks',
  plans: 'Write service plan names such as AAD_PREMIUM',
}

const shown = (input: unknown): string => {
  const text = JSON.stringify(input) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

const lastName = (issue: Issue): string =>
  String(issue.path.findLast((part) => typeof part === 'string') ?? '')

function describeType(issue: Extract<Issue, { code: 'invalid_type' }>): Omit<CatalogMistake, 'path'> {
  if (issue.input === undefined) return { problem: 'is missing', remedy: `Add it (${issue.expected})` }
  return { problem: `is ${shown(issue.input)}`, remedy: `Write a value of the kind ${issue.expected}` }
}

function describeProblem(issue: Issue): Omit<CatalogMistake, 'path'> {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue)
    case 'unrecognized_keys':
      return {
        problem: `has unknown names: ${issue.keys.join(', ')}`,
        remedy: 'Remove them or correct their spelling',
      }
    case 'too_small':
      return {
        problem: `is too small or too short: ${shown(issue.input)}`,
        remedy: `Give at least ${issue.minimum}`,
      }
    case 'too_big':
      return {
        problem: `is too big or too long: ${shown(issue.input)}`,
        remedy: `Give at most ${issue.maximum}`,
      }
    case 'invalid_value':
      return {
        problem: `is ${shown(issue.input)}`,
        remedy: `Write one of ${issue.values.map((value) => shown(value)).join(', ')}`,
      }
    case 'invalid_union':
      return {
        problem: 'is of an unknown kind',
        remedy: 'Write directoryRole or servicePlan as its kind, with the fields of that kind',
      }
    default:
      return {
        problem: `cannot be ${shown(issue.input)}`,
        remedy: looks[lastName(issue)] ?? 'Write one line of text without blanks at its ends',
      }
  }
}

/** Turns what the parser found into place, problem and remedy. The parse must have run with `reportInput`. */
export function describeIssue(issue: Issue): CatalogMistake {
  return { path: jsonPath(issue.path), ...describeProblem(issue) }
}
