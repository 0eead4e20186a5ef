import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { AnswersMissing } from './ask.ts'
import { explain } from './explain.ts'
import { type Options, readOptions, UsageError } from './options.ts'
import { runRemoval } from './run-removal.ts'
import { runSetup } from './run-setup.ts'
import { sayExplained } from './say.ts'
import { type SetupDeps, StoppedError } from './session.ts'
import type { Terminal } from './terminal.ts'
import { words } from './words.ts'

/** The exit code. 1: something is left to do. 2: the command line or an answer can't be used. */
export async function runProgram(args: string[], deps: Omit<SetupDeps, 'options'>): Promise<number> {
  const { terminal } = deps
  let options: Options | undefined
  try {
    options = readOptions(args)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.say(words.wrongUsage(error.message))
    return 2
  }
  if (!options) {
    terminal.say(words.usage)
    return 0
  }
  try {
    const run = options.mode === 'remove' ? runRemoval : runSetup
    return await run({ ...deps, options })
  } catch (error) {
    return sayWhy(error, terminal)
  } finally {
    if (terminal.count() > 0) terminal.say(`\n${words.asked(terminal.count())}`)
  }
}

/** What people can mend is said in words; anything else is a bug and thrown. */
function sayWhy(error: unknown, terminal: Terminal): number {
  if (error instanceof AnswersMissing || error instanceof ConfigError) {
    const problems = error.problems.map((one) =>
      typeof one === 'string' ? one : `${one.variable}: ${one.text}`,
    )
    terminal.say(words.missing(problems))
    return 2
  }
  if (error instanceof StoppedError || error instanceof CatalogError) {
    terminal.say(error.message)
    return 1
  }
  const explanation = explain(error)
  if (!explanation) throw error
  terminal.say(words.stopped)
  sayExplained(terminal, explanation)
  return 1
}
