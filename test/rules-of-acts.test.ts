import { expect, test } from 'vitest'
import { actions } from '#edge/handlers/index.ts'
import { makeCallGraph, reachedFrom } from './support/call-graph.ts'
import { type ActRule, acts, deciders } from './support/rules-of-acts.ts'
import { readSources } from './support/sources.ts'

const sources = readSources('bot', /\.ts$/)
const graph = makeCallGraph(sources)
const rules = Object.keys(deciders) as ActRule[]

/** Every way into the program: buttons and commands, jobs, requests. */
function findActs(): string[] {
  const textOf = (path: string): string => sources.find((source) => source.path === path)?.text ?? ''
  const queues = [...textOf('bot/domain/queues.ts').matchAll(/^ {2}'([\w.]+)':/gm)]
  const routes = sources.flatMap(({ text }) =>
    [...text.matchAll(/\bserver\.(get|post|head|put|patch|del|opts)\(\s*(\[[^\]]*\]|[^,]+)/g)].flatMap(
      ([, method = '', where = '']) => pathsOf(where).map((path) => `${method.toUpperCase()} ${path}`),
    ),
  )
  return [
    ...actions.map(({ verb }) => verb),
    ...queues.map(([, name]) => `queue ${name}`),
    ...routes,
  ].toSorted()
}

/** The paths of a route, written out or by the name of a constant; another form is listed as it is, so that somebody looks. */
function pathsOf(where: string): string[] {
  const written = [...where.matchAll(/'(\/[^']*)'/g)].map(([, path = '']) => path)
  if (written.length > 0) return written
  const named = sources.flatMap(({ text }) => [...text.matchAll(/const (\w+) = '(\/[^']*)'/g)])
  return [named.find(([, name]) => name === where)?.[2] ?? where]
}

const nodeOf = (name: string): string | undefined =>
  [...graph.keys()].find((key) => key.startsWith('bot/domain/') && key.endsWith(`#${name}`))

/** The rules that a domain function asks, by reading the program. */
function askedBy(name: string): ActRule[] {
  const reached = reachedFrom(graph, nodeOf(name) ?? '')
  return rules.filter((rule) => reached.has(deciders[rule])).toSorted()
}

test('every act says which rules it asks', () => {
  const [found, said] = [findActs(), Object.keys(acts)]
  expect(
    found.filter((act) => !said.includes(act)),
    'acts that say nothing',
  ).toEqual([])
  expect(
    said.filter((act) => !found.includes(act)),
    'acts that are gone',
  ).toEqual([])
})

test('the function of every rule is there, and is asked by some act', () => {
  const asked = new Set(Object.values(acts).flatMap((act) => (act === 'shows' ? [] : act.asks)))
  expect(rules.filter((rule) => !graph.has(deciders[rule]) || !asked.has(rule))).toEqual([])
})

const doing = Object.entries(acts).flatMap(([name, act]) => (act === 'shows' ? [] : [{ name, ...act }]))

test.each(doing)('$name asks its rules: $asks', ({ does, asks }) => {
  expect(nodeOf(does), `a domain function ${does}`).toBeDefined()
  expect(askedBy(does)).toEqual([...asks].toSorted())
})

test('what a button does is the function of the table', () => {
  const verbs = new Map(
    sources.flatMap(({ path, text }) =>
      [...text.matchAll(/export const (\w+) = defineHandler\(\{\s*verb: '([\w.]+)'/g)].map(
        ([, name, verb]) => [verb, `${path}#${name}`],
      ),
    ),
  )
  const wrong = doing
    .filter(({ name }) => actions.some(({ verb }) => verb === name))
    .filter(({ name, does }) => !reachedFrom(graph, verbs.get(name) ?? '').has(nodeOf(does) ?? 'nothing'))
  expect(wrong.map(({ name, does }) => `${name} does not reach ${does}`)).toEqual([])
})

/** Functions that change what an app may use, or what a person is asked; each is an effect of some act. */
const effects = ['insertBlock', 'deleteBlock', 'makeConsent', 'removeTenant', 'insertTenant', 'insertRequest']

test('a button that shows changes nothing that a rule protects', () => {
  const shows = actions.filter(({ verb }) => acts[verb] === 'shows')
  const nodes = new Map(
    sources.flatMap(({ path, text }) =>
      [...text.matchAll(/export const (\w+) = defineHandler\(\{\s*verb: '([\w.]+)'/g)].map(
        ([, name, verb]) => [verb, `${path}#${name}`],
      ),
    ),
  )
  const wrong = shows.flatMap(({ verb }) => {
    const reached = reachedFrom(graph, nodes.get(verb) ?? '')
    expect(reached.size, verb).toBeGreaterThan(1)
    return effects.filter((name) => reached.has(nodeOf(name) ?? '')).map((name) => `${verb} reaches ${name}`)
  })
  expect(wrong).toEqual([])
})
