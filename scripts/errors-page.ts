import { portalSentences, wholeSentences } from '#domain/doctor/portal-sentences.ts'
import { textMeanings } from '#platform/microsoft/code-meanings.ts'
import type { OutcomeEntry, Side } from '#platform/microsoft/outcome.ts'
import { type OutcomeName, outcomeTable, whoMustAct } from '#platform/microsoft/outcomes.ts'
import { outcomesEn } from '../cards/words/outcomes-en.ts'
import { whoEn } from '../cards/words/who-en.ts'

const table = Object.entries(outcomeTable) as [OutcomeName, OutcomeEntry][]

const whose: Readonly<Record<Side, string>> = {
  ours: 'ours: all tenants',
  microsoft: 'Microsoft’s: all tenants',
  tenant: 'the tenant’s',
  publisher: 'the publisher’s',
}

const who = (name: OutcomeName): string =>
  whoEn[whoMustAct({ name, class: outcomeTable[name].class })]('the tenant')

function retry({ class: kind, again }: OutcomeEntry): string {
  if (again) return 'automatic, in the same read'
  return {
    passing: 'with the next sync',
    admin: 'by a person',
    publisher: 'after the fix',
    policy: 'after the fix',
    state: 'after the change',
  }[kind]
}

const row = (what: string, name: OutcomeName): string => {
  const { title, cause } = outcomesEn[name]
  const entry: OutcomeEntry = outcomeTable[name]
  const link = `[${title}](#${name.toLowerCase()}). ${cause}`
  return `| ${what} | ${link} | ${who(name)} | ${retry(entry)} | ${whose[entry.side]} |`
}

const isNumber = (code: string): boolean => /^\d+$/.test(code)

/** Numbers in their order, then the codes of Graph and of the wire, then the meanings by text, then sentences. */
function rows(): string[] {
  const codes = table.flatMap(([name, { codes = [] }]) => codes.map((code) => [code, name] as const))
  const numbers = codes.filter(([code]) => isNumber(code)).toSorted(([a], [b]) => Number(a) - Number(b))
  const words = codes.filter(([code]) => !isNumber(code)).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const byText = textMeanings.toSorted(
    ([a], [b]) => Number(isNumber(b)) - Number(isNumber(a)) || Number(a) - Number(b) || 0,
  )
  return [
    ...numbers.map(([code, name]) => row(`\`${code}\``, name)),
    ...words.map(([code, name]) => row(`\`${code}\``, name)),
    ...byText.map(([code, name]) => row(`\`${code}\`, by its text`, name)),
    ...[...portalSentences, ...wholeSentences].map(([sentence, name]) => row(`“${sentence}”`, name)),
  ]
}

function section([name, entry]: [OutcomeName, OutcomeEntry]): string {
  const { title, cause, remedy } = outcomesEn[name]
  const { class: kind, codes = [], lost, again, side } = entry
  const list = (all: readonly string[]) => [...new Set(all)].map((code) => `\`${code}\``).join(', ')
  const byText = textMeanings.filter(([, meaning]) => meaning === name).map(([code]) => code)
  const facts = [
    `Class: ${kind}`,
    ...(codes.length > 0 ? [`Codes: ${list(codes)}`] : []),
    ...(byText.length > 0 ? [`By its text: ${list(byText)}`] : []),
    `Whose: ${whose[side]}`,
    ...(lost ? ['Ends the connection'] : []),
    ...(again ? ['Repeated'] : []),
  ]
  return `### ${name}\n\n**${title}.** ${cause} ${remedy}\n\nWho: ${who(name)}\\\n${facts.join(' · ')}\n`
}

/** The generated end of `docs/errors.md`: the doctor's table, and one heading per outcome. */
export function outcomeChapters(): string {
  const table1 = [
    '| Code or sentence | Meaning and cause | Who | Retry | Whose trouble |',
    '|---|---|---|---|---|',
    ...rows(),
  ]
  return [
    '## Codes and sentences',
    '',
    'What `doctor` knows. `npm run errors` writes this chapter and the next one from the tables of the program. Of several codes in one text, the',
    'first `AADSTS` number is the error. An unknown number is said to be unknown. A failure that’s “ours” or “Microsoft’s” in three tenants',
    'in a row pauses a sync; one of a tenant never does.',
    '',
    ...table1,
    '',
    '## Outcomes',
    '',
    'The class says what can resolve the problem: `admin` an admin of the tenant tries again, `publisher` the app registration, our link, or our configuration must be',
    'fixed, `policy` a policy or a license of the tenant prevents it, `passing` it ends on its own, `state` it’s about what is',
    'installed. "Who" is the least role that can act, the same on every card; for a consent it depends on the permissions of the set.',
    '"Ends the connection": the tenant itself gave a definite answer, so the directory connection counts as lost.',
    '"Repeated": tried again within the same read.',
    '',
    table.map(section).join('\n'),
  ].join('\n')
}

/** The page with its generated end replaced. */
export const withOutcomes = (page: string): string => {
  const from = page.search(/^## (Codes and sentences|Outcomes)$/m)
  return `${page.slice(0, from)}${outcomeChapters()}`
}
