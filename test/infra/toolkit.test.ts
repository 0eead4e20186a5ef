import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { handedOn } from '../../infra/vault-secrets.ts'
import { isOf, parseFile } from '../support/check-bicep.ts'
import { readSources } from '../support/sources.ts'
import { toolkitActions } from './toolkit-actions.ts'

interface Step {
  uses: string
  name?: string
  with: Record<string, unknown>
  writeToEnvironmentFile?: Record<string, string>
}
interface Project {
  version: string
  environmentFolderPath: string
  provision?: Step[]
  deploy?: Step[]
  publish?: Step[]
}

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const stages = ['provision', 'deploy', 'publish'] as const
const projects = readSources('.', /^m365agents(\.\w+)?\.yml$/).map(({ path, text }) => ({
  path,
  text,
  project: parse(text) as Project,
  environment: /^m365agents\.(\w+)\.yml$/.exec(path)?.[1] ?? 'dev',
}))

const blanksIn = (text: string): string[] =>
  [...text.matchAll(/\$\{\{(\w+)\}\}/g)].map(([, name = '']) => name)

/** Asked for by the toolkit itself if the file leaves it empty, or never empty. */
const toolkitKnows = ['TEAMSFX_ENV']

function findMistakes({ uses, with: given, writeToEnvironmentFile: writes = {} }: Step): string[] {
  const action = toolkitActions[uses]
  if (!action) return [`there is no action ${uses}`]
  const takes = [...action.needs, ...(action.takes ?? [])]
  return [
    ...action.needs.filter((name) => !Object.hasOwn(given, name)).map((name) => `${uses} needs ${name}`),
    ...Object.keys(given)
      .filter((name) => !takes.includes(name))
      .map((name) => `${uses} takes no ${name}`),
    ...Object.keys(writes)
      .filter((name) => !action.writes?.includes(name))
      .map((name) => `${uses} writes no ${name}`),
  ]
}

/** Files that a step names, with what the toolkit fills in them. */
const filesOf = ({ with: given }: Step): string[] => {
  const templates = (given.templates ?? []) as { path: string; parameters: string }[]
  return [
    given.manifestPath as string,
    ...templates.flatMap(({ path, parameters }) => [path, parameters]),
  ].filter(Boolean)
}

const filled = /\.json$/
const blanksOf = (step: Step): string[] =>
  [
    JSON.stringify(step),
    ...filesOf(step)
      .filter((path) => filled.test(path))
      .map(read),
  ].flatMap(blanksIn)

/** What the environment has after a step. */
function madeBy(step: Step): string[] {
  const made = Object.values(step.writeToEnvironmentFile ?? {})
  const outputs = filesOf(step)
    .filter((path) => path.endsWith('.bicep'))
    .flatMap((path) =>
      parseFile(path, read(path))
        .declarations.filter(isOf('output'))
        .flatMap(({ names }) => names),
    )
  const [, script = ''] = /node (infra\/[\w-]+\.ts)/.exec(String(step.with.run ?? '')) ?? []
  const set = script
    ? [...read(script).matchAll(/::set-teamsfx-env (\w+)=/g)].map(([, name = '']) => name)
    : []
  return [...made, ...outputs, ...set, ...(script.endsWith('fill-vault.ts') ? handedOn : [])]
}

describe.each(projects)('$path', ({ path, text, project, environment }) => {
  const steps = stages.flatMap((stage) => project[stage] ?? [])

  it('names its schema, the version of which is its own', () => {
    expect(text).toMatch(
      new RegExp(
        `^# yaml-language-server: \\$schema=https://aka\\.ms/m365-agents-toolkits/${project.version}/`,
      ),
    )
    expect(
      Object.keys(project).filter((key) => !['version', 'environmentFolderPath', ...stages].includes(key)),
    ).toEqual([])
    expect(project.environmentFolderPath).toBe('./env')
  })

  it('has only actions that there are, with what they need', () => {
    expect(steps.length).toBeGreaterThan(0)
    expect(steps.flatMap(findMistakes)).toEqual([])
  })

  it('names only files that there are', () => {
    expect(steps.flatMap(filesOf).filter((name) => !existsSync(join(root, name)))).toEqual([])
    for (const { with: given } of steps) {
      const [, script = ''] = /node (\S+\.ts)/.exec(String(given.run ?? '')) ?? []
      if (script) expect(existsSync(join(root, script)), script).toBe(true)
    }
  })

  it('uses only what the environment has by then', () => {
    const known = new Set([...toolkitKnows, ...Object.keys(parseEnv(read(`env/.env.${environment}`)))])
    for (const step of steps) {
      for (const name of blanksOf(step))
        expect(known, `${path}: ${step.name ?? step.uses} uses ${name}`).toContain(name)
      for (const name of madeBy(step)) known.add(name)
    }
  })

  it('keeps secrets where git does not see them', () => {
    for (const { writeToEnvironmentFile: writes = {} } of steps)
      for (const [what, name] of Object.entries(writes))
        if (/secret/i.test(what)) expect(name).toMatch(/^SECRET_/)
    expect(read('.gitignore').split('\n')).toContain('/env/.env.*.user')
  })
})

describe('the check of a step sees', () => {
  it.each<[string, Step, string]>([
    [
      'an action that there is not',
      { uses: 'teamsApp/creat', with: {} },
      'there is no action teamsApp/creat',
    ],
    ['what is missing', { uses: 'teamsApp/update', with: {} }, 'teamsApp/update needs appPackagePath'],
    [
      'what it does not take',
      { uses: 'teamsApp/update', with: { appPackagePath: '.', path: '.' } },
      'takes no path',
    ],
    [
      'what it does not write',
      { uses: 'teamsApp/create', with: { name: 'a' }, writeToEnvironmentFile: { appId: 'A' } },
      'writes no appId',
    ],
  ])('%s', (_name, step, problem) => {
    expect(findMistakes(step)).toEqual([expect.stringContaining(problem)])
  })
})
