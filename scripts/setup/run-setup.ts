import { getCloud } from '#platform/config/clouds.ts'
import { makePackage, packagePath, writePackage } from '../build-package.ts'
import { carryOut, type Doing, startingWith } from './carry-out.ts'
import { explain } from './explain.ts'
import type { Answers, Found } from './found.ts'
import { GraphRefusal } from './graph.ts'
import { leftOvers } from './left.ts'
import { makeAnswers } from './make-answers.ts'
import type { Which } from './marks.ts'
import { planSetup, type Step } from './plan.ts'
import { findRegistration, readApp, readGraphPrincipalId, readRoles } from './read-found.ts'
import { readEnvironment, readLocally } from './read-locally.ts'
import { sayExplained } from './say.ts'
import { openSession, type Session, type SetupDeps, StoppedError } from './session.ts'
import { planWords, wordsOf } from './step-words.ts'
import { findStrangeApps } from './strange-apps.ts'
import { words } from './words.ts'

/** Signs in, asks, plans, and carries the plan out. The exit code: 0 when everything is in place. */
export async function runSetup(deps: SetupDeps): Promise<number> {
  const session = await openSession(deps)
  const { options, name, catalog, person, tenant, given, graph } = session
  const { isAsking } = options
  const { isTrial } = session.cloudUrls
  const asking = { terminal: deps.terminal, graph, catalog, isAsking, isTrial, person, given }
  const { sets, ...answers } = await makeAnswers({ options, name, tenant, asking })
  const found = await readFound(session, answers, sets)
  const steps = planSetup(found, answers)
  if (steps.length === 0) {
    deps.terminal.say(words.nothingToDo)
    sayLeft(session, found, answers)
    return 0
  }
  const strange = findStrangeApps(found, answers, given).map(words.strangeApp)
  if (strange.length > 0 && !isAsking && !options.isDry) throw new StoppedError(strange.join('\n'))
  const shown = sayPlan(session, steps, found, answers)
  for (const text of strange) deps.terminal.say(`\n${text}`)
  if (options.isDry) {
    deps.terminal.say(words.dry)
    return 0
  }
  if (!(await isAgreed(session, shown))) {
    deps.terminal.say(words.declined)
    return 1
  }
  const left = await doAll(session, steps, found, answers)
  return finish(session, answers, left)
}

async function readFound(session: Session, answers: Answers, sets: Found['sets']): Promise<Found> {
  const { graph, tenant, person, deps } = session
  const bot = answers.managedIdentity === undefined ? await readOne(session, 'bot') : undefined
  const reader = await readOne(session, 'reader')
  const graphPrincipalId = await readGraphPrincipalId(graph)
  const readerRoles = reader?.principalId ? await readRoles(graph, reader.principalId, graphPrincipalId) : []
  const botId = answers.managedIdentity ?? bot?.registration.appId
  const packageVariables =
    botId === undefined ? undefined : { ...session.given, ...answers.appVariables, BOT_ID: botId }
  const local = await readLocally(deps.at, packageVariables, deps.now())
  return { tenant, person, registrations: { bot, reader }, graphPrincipalId, readerRoles, sets, local }
}

/** An app that `.env` names must be there: setup doesn't replace it silently. @throws StoppedError */
async function readOne(
  { graph, given, slug }: Session,
  which: Which,
): Promise<Found['registrations'][Which]> {
  const variable = `${which.toUpperCase()}_ID`
  const appId = given[variable]?.toLowerCase()
  const app = await readApp(graph, which, { slug, appId })
  if (!app && appId) throw new StoppedError(words.noSuchApp(variable, appId))
  return app
}

function sayPlan({ deps }: Session, steps: readonly Step[], found: Found, answers: Answers): number {
  const entries = planWords(steps, { found, answers })
  deps.terminal.say(words.planned(entries.length))
  for (const [at, { line, why }] of entries.entries())
    deps.terminal.say(`${String(at + 1).padStart(2)}. ${line}\n    ${why}`)
  deps.terminal.say(words.nothingElse)
  return entries.length
}

async function isAgreed({ deps, options }: Session, steps: number): Promise<boolean> {
  if (!options.isAsking) return true
  const answer = (await deps.terminal.ask(words.askSetup(steps)))?.trim().toLowerCase()
  return answer === '' || answer === 'y' || answer === 'yes'
}

/** What one person may not do, another one can: the rest goes on without it. */
const canStay = ({ does }: Step, error: unknown): boolean =>
  (does === 'consentReader' || does === 'addReplyAddress') &&
  error instanceof GraphRefusal &&
  error.failure?.status === 403

/** The steps that could not be done. @throws the error of a step without which the others can't be done */
async function doAll(
  session: Session,
  steps: readonly Step[],
  found: Found,
  answers: Answers,
): Promise<Step[]> {
  const { deps } = session
  const doing: Doing = {
    graph: session.graph,
    now: deps.now,
    certificateDays: session.options.certificateDays,
    at: deps.at,
    sampleFile: deps.sampleFile,
    buildPackage: async () =>
      writePackage(deps.at(packagePath), await makePackage((await readEnvironment(deps.at)).values)),
    made: startingWith(found),
    graphPrincipalId: found.graphPrincipalId,
    assertOwn: (which) => assertOwn(session, which, found, answers),
  }
  const left: Step[] = []
  for (const step of steps) {
    const { line } = wordsOf(step, { found, answers })
    try {
      await carryOut(doing, step)
      deps.terminal.say(words.done(line))
    } catch (error) {
      deps.terminal.say(words.failed(line))
      const explanation = explain(error, step)
      if (!explanation) throw error
      sayExplained(deps.terminal, explanation)
      if (!canStay(step, error)) throw new StoppedError(words.resume)
      left.push(step)
    }
  }
  return left
}

/** @throws StoppedError if somebody else has credentials of it, or owns it */
async function assertOwn(session: Session, which: Which, found: Found, answers: Answers): Promise<void> {
  const registrations = { bot: undefined, reader: undefined, [which]: await readOne(session, which) }
  const [strange] = findStrangeApps({ ...found, registrations }, answers, session.given)
  if (strange) throw new StoppedError(words.strangeApp(strange))
}

const mostReads = 6

/** Everything is read again: what was sent isn't what is there. */
async function finish(session: Session, answers: Answers, left: readonly Step[]): Promise<number> {
  const { deps, graph } = session
  const known = new Set(left.map(({ does }) => does))
  for (let reads = 1; ; reads += 1) {
    const sets: Record<string, Found['sets'][string]> = {}
    for (const [setId, clientId] of Object.entries(answers.setClientIds)) {
      const registration = await findRegistration(graph, clientId)
      if (registration) sets[setId] = registration
    }
    const found = await readFound(session, answers, sets)
    const missing = planSetup(found, answers).filter(({ does }) => !known.has(does))
    if (missing.length === 0) {
      if (left.length === 0) deps.terminal.say(words.confirmed)
      sayLeft(session, found, answers)
      return left.length === 0 ? 0 : 1
    }
    if (reads === mostReads) {
      const lines = missing.map((step) => wordsOf(step, { found, answers }).line)
      deps.terminal.say(words.unconfirmed(lines))
      return 1
    }
    await deps.sleep(2_000 * reads)
  }
}

function sayLeft({ deps, cloudUrls, given }: Session, found: Found, answers: Answers): void {
  const { bot, reader } = found.registrations
  const items = leftOvers({
    found,
    answers,
    cloud: getCloud(cloudUrls.login, cloudUrls.graphGiven),
    botId: answers.managedIdentity ?? bot?.registration.appId ?? '',
    readerId: reader?.registration.appId ?? '',
    isConsented: planSetup(found, answers).every(({ does }) => does !== 'consentReader'),
    hasAuditKey: (given.AUDIT_KEY ?? given.AUDIT_KEY_FILE) !== undefined,
  })
  deps.terminal.say('\nWhat is left for people to do:')
  for (const [at, { title, lines }] of items.entries())
    deps.terminal.say([`\n ${at + 1}. ${title}`, ...lines.map((line) => `    ${line}`)].join('\n'))
}
