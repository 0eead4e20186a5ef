/** One error in the configuration: the variable, and two sentences: what is wrong, what to do. Never the value. */
export interface Problem {
  variable: string
  text: string
}

/** sysexits.h EX_CONFIG: a supervisor that knows it does not start the process again and again. */
export const configExitCode = 78

/** The configuration cannot be used. Carries every error, not only the first. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(explain(problems))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

function explain(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'One error' : `${problems.length} errors`
  const lines = problems.map((problem) => `  ${problem.variable}: ${problem.text}`)
  return [`${count} in the configuration. Grantkeeper didn't start.`, ...lines].join('\n')
}
