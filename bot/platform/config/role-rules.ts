import type { Report, Values, Variable } from './variables.ts'

const roleVariables = ['ROLE_VIEWERS', 'ROLE_OPERATORS', 'ROLE_APPROVERS', 'ROLE_AUDITORS'] as const

export const noApprover =
  'There is no approver. Set the object ID of at least one person who can grant and block, or group: and the ID of a group.'

const idOf = (holder: string): string => holder.replace(/^group:/, '')

/** Reports errors that would give a role to no one, to the wrong holder, or for too many tenants. */
export function checkRoles(values: Values, wrong: ReadonlySet<Variable>, report: Report): void {
  if (values.ROLE_APPROVERS?.length === 0) report('ROLE_APPROVERS', noApprover)
  const known = new Map(
    roleVariables.flatMap((variable) =>
      (values[variable] ?? []).map((holder) => [holder, variable] as const),
    ),
  )
  const foreign = foreignIds(values)
  for (const [holder, variable] of known) {
    const what = foreign.get(idOf(holder))
    if (what) report(variable, `One ID is that of ${what}. Use the object ID of a person or group instead.`)
    if (holder.startsWith('group:') && known.has(idOf(holder)))
      report(variable, 'One ID is listed both as a person and as a group. Keep the correct one.')
  }
  // With an unreadable role variable, its holders' scopes would look like scopes without a role.
  if (!roleVariables.some((variable) => wrong.has(variable)))
    checkScopes(values, new Set(known.keys()), report)
}

/** IDs that are easily mistaken for a person's. */
function foreignIds({ HOME_TENANT_ID, BOT_ID, READER_ID, SET_CLIENT_IDS }: Values): Map<string, string> {
  const named: [string | undefined, string][] = [
    [HOME_TENANT_ID, 'the home tenant'],
    [BOT_ID, 'the bot'],
    [READER_ID, 'the reader app'],
    ...Object.entries(SET_CLIENT_IDS ?? {}).map(([set, id]): [string, string] => [id, `the set ${set}`]),
  ]
  return new Map(named.flatMap(([id, what]) => (id === undefined ? [] : [[id, what] as const])))
}

/** A scope without a role is probably a mistyped ID, and the intended holder would have no limit. */
function checkScopes({ ROLE_SCOPES = {}, ROLE_APPROVERS }: Values, known: Set<string>, report: Report): void {
  const strangers = Object.keys(ROLE_SCOPES).flatMap((holder, at) => (known.has(holder) ? [] : [at + 1]))
  for (const at of strangers)
    report('ROLE_SCOPES', `Entry ${at}: This person or group has no role. Add a role, or correct the ID.`)
  if (ROLE_APPROVERS?.length && ROLE_APPROVERS.every((holder) => Object.hasOwn(ROLE_SCOPES, holder)))
    report(
      'ROLE_SCOPES',
      'No approver can act in every tenant. Remove the scope of at least one of ROLE_APPROVERS.',
    )
}
