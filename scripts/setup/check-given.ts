import type { Catalog } from '#domain/catalog/permission-set.ts'
import { AnswerProblem, readDatabase, readPublicUrl, readSetClientIds } from './answers.ts'
import { AnswersMissing } from './ask.ts'
import { findAppProblems, findManagedIdentity } from './make-answers.ts'
import type { Options } from './options.ts'
import { words } from './words.ts'

interface Given {
  options: Options
  given: Readonly<Record<string, string>>
  catalog: Catalog
  isTrial: boolean
}

/**
 * Where nobody is asked, what can be judged before the sign-in is judged before: a wrong flag shouldn't cost somebody a code.
 * What only the tenant knows is checked after it. @throws AnswersMissing
 */
export function checkGiven({ options, given, catalog, isTrial }: Given): void {
  const problems = findAppProblems(given)
  const check = (variable: string, work: () => unknown): void => {
    try {
      work()
    } catch (error) {
      if (error instanceof AnswersMissing) problems.push(...error.problems)
      else if (error instanceof AnswerProblem) problems.push(`${variable}: ${error.message}`)
      else throw error
    }
  }
  const needed = (variable: string, read: (text: string) => unknown): void =>
    check(variable, () => {
      const text = given[variable]
      if (text === undefined) throw new AnswerProblem(words.notGiven)
      read(text)
    })
  needed('PUBLIC_URL', (text) => readPublicUrl(text, isTrial))
  needed('SET_CLIENT_IDS', (text) => readSetClientIds(catalog, text))
  const database = given.DATABASE_URL ?? given.DATABASE_FILE
  if (database !== undefined) check('DATABASE_FILE', () => readDatabase(database))
  check('BOT_ID', () => findManagedIdentity(options, given))
  if (problems.length > 0) throw new AnswersMissing(problems)
}
