import type { z } from 'zod'
import { type CatalogMistake, jsonPath } from './catalog-error.ts'
import { graphAppId } from './graph-app-id.ts'

type Issue = z.core.$ZodIssue

/** Expected form of a text, by the last name of its path. */
const expectedForms: Readonly<Record<string, string>> = {
  id: 'Apps, sets, and settings use lowercase words joined by hyphens; permissions use a GUID',
  resourceAppId: `Use the app ID of the API, a GUID such as ${graphAppId}`,
  roleTemplateId: 'Use the template ID of the directory role, a GUID',
  value: 'Use the name that Entra uses, such as User.Read.All, without spaces',
  date: 'Use a day of the calendar, such as 2027-04-01',
  from: 'Use a day of the calendar, such as 2027-04-01',
  until: 'Use a day of the calendar, such as 2027-04-01',
  source:
    'Use the address of the page that says so; it starts with https:// and has no spaces, quotation marks, or brackets',
  plans: 'Use service plan names such as AAD_PREMIUM',
}

const shown = (input: unknown): string => {
  const text = JSON.stringify(input) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

const lastName = (issue: Issue): string =>
  String(issue.path.findLast((part) => typeof part === 'string') ?? '')

function describeType(issue: Extract<Issue, { code: 'invalid_type' }>): Omit<CatalogMistake, 'path'> {
  if (issue.input === undefined) return { problem: 'is missing', remedy: `Add it (${issue.expected})` }
  return { problem: `is ${shown(issue.input)}`, remedy: `Use a value of type ${issue.expected}` }
}

function describeProblem(issue: Issue): Omit<CatalogMistake, 'path'> {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue)
    case 'unrecognized_keys':
      return {
        problem: `has unknown names: ${issue.keys.join(', ')}`,
        remedy: 'Remove them, or correct the spelling',
      }
    case 'too_small':
      return {
        problem: `is too small or too short: ${shown(issue.input)}`,
        remedy: `Use at least ${issue.minimum}`,
      }
    case 'too_big':
      return {
        problem: `is too big or too long: ${shown(issue.input)}`,
        remedy: `Use at most ${issue.maximum}`,
      }
    case 'invalid_value':
      return {
        problem: `is ${shown(issue.input)}`,
        remedy: `Use one of ${issue.values.map((value) => shown(value)).join(', ')}`,
      }
    case 'invalid_union':
      return {
        problem: 'is of an unknown kind',
        remedy: 'Use directoryRole, servicePlan, or byHand as the kind, with the fields of that kind',
      }
    default:
      return {
        problem: `can't be ${shown(issue.input)}`,
        remedy: expectedForms[lastName(issue)] ?? 'Use one line of text without leading or trailing spaces',
      }
  }
}

/** Converts an issue of the parser, which must run with `reportInput`. */
export function describeIssue(issue: Issue): CatalogMistake {
  return { path: jsonPath(issue.path), ...describeProblem(issue) }
}
