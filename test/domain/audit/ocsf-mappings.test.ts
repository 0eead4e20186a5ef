import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  entityActivities,
  entityKinds,
  findingActivities,
  ocsfMappings,
} from '#domain/audit/ocsf-mappings.ts'
import { actions } from '#edge/handlers/index.ts'
import { isActing } from '#edge/teams/actions/action.ts'
import { en as words } from '../../../cards/words/en.ts'

test('every verb that is written, or that a person can be refused, has a mapping', () => {
  const written = globSync('bot/**/*.ts')
    .map((path) => readFileSync(path, 'utf8'))
    .flatMap((text) => [...text.matchAll(/action: '([a-z]+\.[a-zA-Z]+)'/g)].map(([, action]) => action ?? ''))
  const refused = actions.filter(isActing).map(({ verb }) => verb)
  const verbs = new Set([...Object.keys(words.history.actions), ...written, ...refused])
  expect(verbs.size).toBeGreaterThan(100)
  expect([...verbs].filter((verb) => !Object.hasOwn(ocsfMappings, verb))).toEqual([])
})

test('the table of the docs is the table of the program', () => {
  const rows = Object.entries(ocsfMappings).map(([verb, mapping]) =>
    'finds' in mapping
      ? `| \`${verb}\` | Detection Finding 2004 | ${mapping.finds} ${findingActivities[mapping.finds]} | |`
      : `| \`${verb}\` | Entity Management 3004 | ${mapping.does} ${entityActivities[mapping.does]} | ${entityKinds[mapping.to].type} |`,
  )
  const docs = readFileSync('docs/ocsf.md', 'utf8').split('\n')
  expect(docs.filter((line) => line.startsWith('| `') && /300?4|2004/.test(line))).toEqual(rows)
})
