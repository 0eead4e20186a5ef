import { expect, test } from 'vitest'
import { tools } from '#edge/mcp/tools.ts'
import { makeCallGraph, reachedFrom } from '../../support/call-graph.ts'
import { isIn } from '../../support/import-rules.ts'
import { readSources } from '../../support/sources.ts'

const sources = readSources('bot', /\.ts$/)
const graph = makeCallGraph(sources)
const starts = [...graph.keys()].filter((node) => isIn(node.split('#')[0] ?? '', 'bot/edge/mcp'))
const reached = new Set(starts.flatMap((start) => [...reachedFrom(graph, start)]))

/** The text of a top-level function or constant. */
function textOf(node: string): string {
  const [path = '', name = ''] = node.split('#')
  const text = sources.find((source) => source.path === path)?.text ?? ''
  const begin = text.search(
    new RegExp(`^(?:export )?(?:async function|function|const|class) ${name}\\b`, 'm'),
  )
  const rest = text.slice(begin)
  const end = rest.slice(1).search(/^(?:export |async |function |const |class |interface |type |\/\*\*)/m)
  return end < 0 ? rest : rest.slice(0, end + 1)
}

/** What changes something: a statement that writes, a transaction, a job, a message. */
const writes =
  /\.(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto|transaction|execute\(async)\b|\benqueue\(|\bappend\(|\.(?:post|send|cancel)\(/

const writing = (nodes: Iterable<string>): string[] => [...nodes].filter((node) => writes.test(textOf(node)))

test('nothing that a tool can reach writes, orders, or sends', () => {
  expect(starts.length).toBeGreaterThan(15)
  expect(reached.size).toBeGreaterThan(100)
  expect(writing(reached)).toEqual([])
  expect([...reached].filter((node) => node.startsWith('bot/edge/handlers/'))).toEqual([])
})

test('what acts would be found', () => {
  const block = [...graph.keys()].find((node) => node.endsWith('block-grant.ts#blockGrant')) ?? ''
  expect(writing(reachedFrom(graph, block)).length).toBeGreaterThan(3)
})

test('the list of tools is complete, and each says that it only reads', () => {
  expect(tools.map(({ name }) => name)).toEqual([
    'list_tenants',
    'get_status',
    'list_findings',
    'list_mine',
    'why',
    'get_history',
    'doctor',
  ])
  for (const { description } of tools) expect(description).toMatch(/^(?:Lists|Shows|Explains) /)
})
