/*
 * Tries the configuration for real: npm run preflight [-- --json].
 * Exit code 0: nothing failed. 1: something failed. 2: it could not run, for example because the configuration is invalid.
 */
import { parseArgs } from 'node:util'
import { loadFittingCatalog } from '#app/fitting-catalog.ts'
import { tryConfiguration } from '#app/try-configuration.ts'
import { CatalogError } from '#domain/catalog/catalog-error.ts'
import { countStates, type PreflightReport } from '#domain/preflight/run-checks.ts'
import { preflightData } from '#edge/views/preflight-view.ts'
import { silentLog } from '#platform/base/log.ts'
import { systemClock } from '#platform/base/time.ts'
import { loadEnvironmentFile } from '#platform/config/environment-file.ts'
import { ConfigError } from '#platform/config/problem.ts'
import { type Config, readConfig } from '#platform/config/read-config.ts'
import { countText } from '../cards/preflight.ts'
import { type CheckText, checkText } from '../cards/preflight-text.ts'
import { plain, unmarked } from '../cards/text.ts'
import { en as words } from '../cards/words/en.ts'
import packageJson from '../package.json' with { type: 'json' }
import { answerProbes } from './preflight-listener.ts'
import { validateManifest } from './validate-manifest.ts'

const exitCodes = { fine: 0, failed: 1, couldNotRun: 2 } as const

/** All of it on one line, without Markdown and signs that a terminal would obey. */
const asLine = (markdown: string): string => plain(unmarked(markdown), 2_000)

function lineOf({ name, state, said, remedy, who }: CheckText): string {
  const { states } = words.preflight
  const action = remedy || who ? ` ${words.preflight.who(who)} ${remedy}` : ''
  return `${states[state].padEnd(7)}  ${asLine(`${name}: ${said}${action}`)}`
}

/** The documented shape of `--json`: docs/going-live.md. */
function jsonOf(report: PreflightReport): object {
  const { checks } = preflightData(report, report.at)
  return {
    version: 1,
    program: packageJson.version,
    at: report.at.toISOString(),
    counts: countStates(report),
    checks: checks.map((check) => {
      const { name, state, said, remedy, who } = checkText(check)
      const code = codeOf(check.result)
      return {
        id: check.id,
        ...(check.subject !== undefined && { subject: check.subject }),
        name: asLine(name),
        tries: words.preflight.checks[check.id].tries,
        state,
        said: asLine(said),
        ...(code !== undefined && { code }),
        ...(who && { who: asLine(who) }),
        ...(remedy && { remedy: asLine(remedy) }),
      }
    }),
  }
}

function codeOf(result: ReturnType<typeof preflightData>['checks'][number]['result']): string | undefined {
  if ('outcome' in result) return result.outcome.code ?? result.outcome.name
  if ('cause' in result) return result.cause
  return 'why' in result ? result.why : undefined
}

async function check(config: Config): Promise<PreflightReport> {
  const catalog = await loadFittingCatalog(config)
  const listener = await answerProbes(config)
  try {
    const parts = { catalog, clock: systemClock, log: silentLog, validateManifest }
    return await tryConfiguration(config, parts)
  } finally {
    await listener?.close()
  }
}

/** What an operator can mend before anything is tried; a bug keeps its stack trace. */
function explain(error: unknown, asJson: boolean): void {
  const isMeant = error instanceof ConfigError || error instanceof CatalogError || isUsage(error)
  if (!isMeant) throw error
  const errors = error instanceof ConfigError ? error.problems : [{ text: error.message }]
  if (asJson) console.log(JSON.stringify({ version: 1, program: packageJson.version, errors }, undefined, 2))
  else console.error(words.preflight.couldNotRun(whyNot(error)))
}

const whyNot = (error: Error): string =>
  error instanceof ConfigError ? words.preflight.wrongConfiguration(error.problems) : error.message

const isUsage = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')

async function main(): Promise<number> {
  const asJson = process.argv.includes('--json')
  try {
    const { values } = parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean' } } })
    if (values.help) {
      console.log(words.preflight.usage)
      return exitCodes.fine
    }
    loadEnvironmentFile()
    const report = await check(readConfig())
    const { checks } = preflightData(report, report.at)
    if (asJson) console.log(JSON.stringify(jsonOf(report), undefined, 2))
    else console.log([...checks.map((each) => lineOf(checkText(each))), asLine(countText(checks))].join('\n'))
    return countStates(report).failed > 0 ? exitCodes.failed : exitCodes.fine
  } catch (error) {
    explain(error, asJson)
    return exitCodes.couldNotRun
  }
}

process.exitCode = await main()
