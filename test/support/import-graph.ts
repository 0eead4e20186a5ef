import { importsOf, type Source } from './sources.ts'

/** Each node with its targets. */
export type Graph = ReadonlyMap<string, readonly string[]>

/** The imports between the files, including types. */
export function fileGraph(files: readonly Source[]): Graph {
  const paths = new Set(files.map(({ path }) => path))
  return new Map(files.map((file) => [file.path, importsOf(file).filter((name) => paths.has(name))]))
}

/** The imports between folders, down to the third level: `bot/domain/alerts`. A file next to them belongs to `bot/domain`. */
export function folderGraph(files: readonly Source[]): Graph {
  const folderOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 3).join('/')
  const folders = new Map<string, Set<string>>()
  for (const [path, imports] of fileGraph(files)) {
    const folder = folderOf(path)
    const others = imports.map(folderOf).filter((other) => other !== folder)
    folders.set(folder, new Set([...(folders.get(folder) ?? []), ...others]))
  }
  return new Map([...folders].map(([folder, others]) => [folder, [...others]]))
}

/** Every cycle of the graph as a path. */
export function findCircles(graph: Graph): string[][] {
  const done = new Set<string>()
  const circles: string[][] = []
  const walk = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node)
    if (at >= 0) circles.push([...trail.slice(at), node])
    if (at >= 0 || done.has(node)) return
    for (const next of graph.get(node) ?? []) walk(next, [...trail, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return circles
}

/** The strongly connected components: none in an acyclic graph. */
export function findCircularGroups(graph: Graph): string[][] {
  const reached = new Map([...graph.keys()].map((node) => [node, reachedFrom(graph, node)]))
  const leadsTo = (from: string, to: string): boolean => reached.get(from)?.has(to) ?? false
  const groups = [...graph.keys()]
    .filter((node) => leadsTo(node, node))
    .map((node) => [...graph.keys()].filter((other) => leadsTo(node, other) && leadsTo(other, node)).sort())
  return [...new Map(groups.map((group) => [group.join(), group])).values()]
}

function reachedFrom(graph: Graph, start: string): ReadonlySet<string> {
  const reached = new Set<string>()
  const waiting = [...(graph.get(start) ?? [])]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue
    reached.add(node)
    waiting.push(...(graph.get(node) ?? []))
  }
  return reached
}

/** The longest path through an acyclic graph. */
export function findLongestChain(graph: Graph): string[] {
  const chains = new Map<string, string[]>()
  const longest = (options: readonly string[][]): string[] =>
    options.reduce((best, chain) => (chain.length > best.length ? chain : best), [])
  const chainFrom = (node: string): string[] => {
    const known = chains.get(node)
    if (known) return known
    // A cycle ends the chain.
    chains.set(node, [])
    const chain = [node, ...longest((graph.get(node) ?? []).map(chainFrom))]
    chains.set(node, chain)
    return chain
  }
  return longest([...graph.keys()].map(chainFrom))
}
