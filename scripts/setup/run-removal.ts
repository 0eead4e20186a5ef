import { existsSync, readdirSync } from 'node:fs'
import { packagePath } from '../build-package.ts'
import { carryOutRemoval } from './carry-out-removal.ts'
import { readMarks } from './environment-text.ts'
import { explain } from './explain.ts'
import { readIfThere } from './files.ts'
import { GraphRefusal } from './graph.ts'
import {
  type FoundToRemove,
  filesOfSetup,
  keysFolder,
  planRemoval,
  type RemovalStep,
} from './plan-removal.ts'
import { findPrincipal, listDeleted, listDeletedPrincipals, listTagged } from './read-found.ts'
import { environmentFile } from './read-locally.ts'
import { removalWordsOf } from './removal-words.ts'
import { sayExplained } from './say.ts'
import { openSession, type Session, type SetupDeps, StoppedError } from './session.ts'
import { words } from './words.ts'

/** Takes away what setup made. The exit code: 0 when all of it is gone. */
export async function runRemoval(deps: SetupDeps): Promise<number> {
  const { terminal, options } = deps
  const session = await openSession(deps)
  const steps = planRemoval(await readToRemove(session))
  if (steps.length === 0) {
    terminal.say(words.nothingToRemove)
    return 0
  }
  terminal.say(words.plannedRemoval(steps.length))
  for (const [at, step] of steps.entries())
    terminal.say(`${String(at + 1).padStart(2)}. ${removalWordsOf(step)}`)
  terminal.say(words.nothingElse)
  if (options.isDry) {
    terminal.say(words.dry)
    return 0
  }
  const answer = options.isAsking ? await terminal.ask(words.askRemoval) : 'yes'
  if (!['y', 'yes'].includes(answer?.trim().toLowerCase() ?? '')) {
    terminal.say(words.declined)
    return 1
  }
  const isWhole = await removeAll(session, steps)
  const rest = planRemoval(await readToRemove(session))
  if (rest.length > 0) terminal.say(words.notGone(rest.map(removalWordsOf)))
  else if (isWhole) terminal.say(words.removed)
  return rest.length === 0 && isWhole ? 0 : 1
}

async function readToRemove({ graph, slug, deps }: Session): Promise<FoundToRemove> {
  const tagged = await listTagged(graph, slug)
  const principals: FoundToRemove['principals'][number][] = []
  for (const { appId, uniqueName } of tagged) {
    const principal = uniqueName ? await findPrincipal(graph, appId) : undefined
    if (principal) principals.push(principal)
  }
  const environmentText = await readIfThere(deps.at(environmentFile))
  // Without marks, it is from npm run package.
  const packages = readMarks(environmentText ?? '').marks.size > 0 ? [packagePath] : []
  return {
    slug,
    tagged,
    principals,
    deletedRegistrations: await listDeleted(graph),
    deletedPrincipals: await listDeletedPrincipals(graph),
    environmentText,
    sampleText: await readIfThere(deps.sampleFile),
    files: [...filesOfSetup, ...packages].filter((file) => existsSync(deps.at(file))),
    hasFolder: holdsOnlyOurs(deps.at(keysFolder)),
  }
}

/** False if there is no such folder. */
const holdsOnlyOurs = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder).every((name) => filesOfSetup.includes(`${keysFolder}/${name}`))

/** True when every step was done. */
async function removeAll({ deps, graph }: Session, steps: readonly RemovalStep[]): Promise<boolean> {
  const { terminal } = deps
  let isWhole = true
  for (const step of steps) {
    const line = removalWordsOf(step)
    try {
      await carryOutRemoval({ graph, at: deps.at }, step)
      terminal.say(words.done(line))
    } catch (error) {
      terminal.say(words.failed(line))
      const explanation = explain(error)
      if (!explanation) throw error
      sayExplained(terminal, explanation)
      // Where somebody else has to help, the rest goes on; after anything else, .env must still lead to what is there.
      if (!(error instanceof GraphRefusal) || error.failure?.status !== 403)
        throw new StoppedError(words.resumeRemoval)
      isWhole = false
    }
  }
  return isWhole
}
