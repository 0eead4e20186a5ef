/** One configuration error: the variable, and what is wrong and what to do. Never the value. */
export interface Problem {
  variable: string
  text: string
}

/** EX_CONFIG of sysexits.h: supervisors that know it don't restart the process in a loop. */
export const configExitCode = 78

/** The configuration is invalid. Contains every error, not only the first. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(explain(problems))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** All that these checks find, at once. @throws ConfigError */
export function assertAll(...checks: readonly (() => void)[]): void {
  const problems = checks.flatMap((check) => {
    try {
      check()
      return []
    } catch (error) {
      if (error instanceof ConfigError) return error.problems
      throw error
    }
  })
  if (problems.length > 0) throw new ConfigError(problems)
}

function explain(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'One error' : `${problems.length} errors`
  const lines = problems.map((problem) => `  ${problem.variable}: ${problem.text}`)
  return [`${count} in the configuration. Grantkeeper didn't start.`, ...lines].join('\n')
}
