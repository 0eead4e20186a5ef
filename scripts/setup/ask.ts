import type { Catalog } from '#domain/catalog/permission-set.ts'
import { split } from '#platform/config/fields.ts'
import {
  AnswerProblem,
  proposeSets,
  readApprovers,
  readDatabase,
  readPublicUrl,
  readSets,
} from './answers.ts'
import type { Answers, Found } from './found.ts'
import type { Graph } from './graph.ts'
import type { Terminal } from './terminal.ts'
import { words } from './words.ts'

export interface Asking {
  terminal: Terminal
  graph: Graph
  catalog: Catalog
  /** False: whatever isn't given is an error. */
  isAsking: boolean
  /** The cloud is an emulator on this machine. */
  isTrial: boolean
  person: Found['person']
  /** What flags, the environment, and `.env` say. */
  given: Readonly<Record<string, string>>
}

/** What can't be used or is missing where nobody is asked: all of it at once. */
export class AnswersMissing extends Error {
  override name = 'AnswersMissing'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

interface Question<T> {
  /** The variable that gives the answer. */
  variable: string
  given: string | undefined
  /** What Enter means. */
  usual?: string
  question: (usual: string | undefined) => string
  read: (text: string) => Promise<T> | T
}

export type Asked = Pick<Answers, 'publicUrl' | 'setClientIds' | 'approvers' | 'database'> &
  Pick<Found, 'sets'>

/** The answers, each checked at once; only what isn't given is asked. @throws AnswersMissing */
export async function askAll(asking: Asking): Promise<Asked> {
  const { graph, catalog, given, isAsking } = asking
  const problems: string[] = []
  const ask = async <T>(question: Question<T>): Promise<T | undefined> => {
    try {
      return await askOne(asking, question)
    } catch (error) {
      if (!(error instanceof AnswerProblem) || isAsking) throw error
      problems.push(`${question.variable}: ${error.message}`)
      return undefined
    }
  }
  const publicUrl = await ask({
    variable: 'PUBLIC_URL',
    given: given.PUBLIC_URL,
    question: words.askPublicUrl,
    read: (text) => readPublicUrl(text, asking.isTrial),
  })
  const usualSets = given.SET_CLIENT_IDS || !isAsking ? undefined : await proposeSets(graph, catalog)
  const sets = await ask({
    variable: 'SET_CLIENT_IDS',
    given: given.SET_CLIENT_IDS,
    ...(usualSets !== undefined && { usual: usualSets }),
    question: (usual) =>
      words.askSets(
        catalog.sets.map(({ id }) => id),
        usual,
      ),
    read: (text) => readSets(graph, catalog, text),
  })
  const approvers = await ask(approversQuestion(asking))
  const database = await ask({
    variable: 'DATABASE_FILE',
    given: given.DATABASE_URL ?? given.DATABASE_FILE ?? (isAsking ? undefined : usualDatabase),
    usual: usualDatabase,
    question: words.askDatabase,
    read: readDatabase,
  })
  if (problems.length > 0 || !publicUrl || !sets || !approvers || !database)
    throw new AnswersMissing(problems)
  return { publicUrl, setClientIds: sets.clientIds, sets: sets.registrations, approvers, database }
}

const usualDatabase = 'data/grantkeeper.sqlite'

/** Whoever signs in is an approver. One isn't enough, because nobody approves their own request, so a second one is asked for. */
function approversQuestion({ graph, person, given, isAsking }: Asking): Question<string[]> {
  const own = given.ROLE_APPROVERS ?? ''
  const isEnough = split(own).length > 1 || /group:/i.test(own)
  const first = own === '' ? person.id : own
  return {
    variable: 'ROLE_APPROVERS',
    given: isEnough || !isAsking ? first : undefined,
    usual: '',
    question: () => words.askSecondApprover(own === '' ? person : undefined),
    read: (text) => readApprovers(graph, isEnough || text === first ? first : `${first},${text}`),
  }
}

/** @throws AnswerProblem if nobody can be asked */
async function askOne<T>(
  asking: Asking,
  { variable, given, usual, question, read }: Question<T>,
): Promise<T> {
  if (given !== undefined) {
    try {
      return await read(given)
    } catch (error) {
      if (!(error instanceof AnswerProblem) || !asking.isAsking) throw error
      asking.terminal.say(words.wrongAnswer(`${variable}: ${error.message}`))
    }
  }
  if (!asking.isAsking) throw new AnswerProblem(words.notGiven)
  for (;;) {
    const line = await asking.terminal.ask(question(usual))
    if (line === undefined) throw new AnswersMissing([words.inputEnded(variable)])
    const text = line.trim() || usual
    if (text === undefined) continue
    try {
      return await read(text)
    } catch (error) {
      if (!(error instanceof AnswerProblem)) throw error
      asking.terminal.say(words.wrongAnswer(error.message))
    }
  }
}
