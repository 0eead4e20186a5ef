import { importsOf, type Source } from './sources.ts'

/** `path#name` of a top-level function or constant → those that it names. Types are left out. */
export type CallGraph = ReadonlyMap<string, ReadonlySet<string>>

const declaration = /^(?:export )?(?:async function|function|const|class) (\w+)/gm
const importing = /^import (?!type)\{([^}]*)\} from '[^']+'/gm

/** What names what, by reading: a name in a function's text stands for a call, because functions are also passed on. */
export function makeCallGraph(sources: readonly Source[]): CallGraph {
  const graph = new Map<string, Set<string>>()
  for (const source of sources) {
    const text = source.text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    const parts = partsOf(text)
    const known = new Map([...importedBy({ ...source, text })].map(([name, to]) => [name, to]))
    for (const { name } of parts) known.set(name, `${source.path}#${name}`)
    for (const { name, body } of parts) {
      const named = [...body.matchAll(/(?<![.\w'])\w+\b/g)].flatMap(([word]) => known.get(word) ?? [])
      graph.set(`${source.path}#${name}`, new Set(named))
    }
  }
  return graph
}

function partsOf(text: string): { name: string; body: string }[] {
  const found = [...text.matchAll(declaration)]
  return found.map((match, at) => ({
    name: match[1] ?? '',
    body: text.slice(match.index + match[0].length, found[at + 1]?.index),
  }))
}

/** Local name → where it comes from. */
function importedBy(source: Source): Map<string, string> {
  const targets = importsOf({ ...source, text: valuesOnly(source.text) })
  const lists = [...source.text.matchAll(importing)].map(([, names = '']) => names)
  const pairs = lists.flatMap((names, at) =>
    names
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '' && !each.startsWith('type '))
      .map((each): [string, string] => {
        const [name = '', local = name] = each.split(' as ')
        return [local, `${targets[at]}#${name}`]
      }),
  )
  return new Map(pairs)
}

const valuesOnly = (text: string): string =>
  [...text.matchAll(importing)].map(([statement]) => statement).join('\n')

/** Everything that can be reached from a node, itself included. */
export function reachedFrom(graph: CallGraph, start: string): Set<string> {
  const seen = new Set([start])
  for (const node of seen) for (const next of graph.get(node) ?? []) seen.add(next)
  return seen
}
