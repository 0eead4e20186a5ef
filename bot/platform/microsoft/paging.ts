import { z } from 'zod'
import { compiledOf } from '../base/compiled-of.ts'
import type { ReadResult } from './facts.ts'
import { callGraph, type GraphPort, notRead, type Session } from './graph-client.ts'
import { makeOutcome } from './outcomes.ts'
import { unreadable } from './unreadable.ts'

/** Restarts after an expired page token, as other public clients do. */
const mostRestarts = 5
/** 200 pages of 999 rows; no app has a longer list. */
const mostPages = 200

/** A page of rows. Unknown properties are dropped. */
export function pageOf<T>(item: z.ZodType<T>) {
  return z.object({ value: z.array(item), '@odata.nextLink': z.string().optional() })
}
export type PageSchema<T> = ReturnType<typeof pageOf<T>>

/**
 * All rows of a list whose first page came in a batch. Links are followed on the configured host only. An incomplete list
 * counts as not read: the missing rows would look like revoked grants.
 */
export async function readList<T>(
  port: GraphPort,
  session: Session,
  list: { url: string; first: unknown; schema: PageSchema<T> },
): Promise<ReadResult<readonly T[]>> {
  // Most lists are whole with their first page, and need no waiting.
  const page = compiledOf(list.schema).safeParse(list.first)
  if (page.success && page.data['@odata.nextLink'] === undefined && !saysMore(list.first))
    return { read: true, value: page.data.value }
  let first: unknown = list.first
  for (let restarts = 0; ; restarts += 1) {
    const rows = await followPages(port, session, first, list.schema)
    if (rows.read || rows.outcome.name !== 'pageTokenExpired' || restarts === mostRestarts) return rows
    const again = await callGraph(port, session, { method: 'GET', path: list.url })
    if (!again.read) return again
    first = again.value
  }
}

async function followPages<T>(
  port: GraphPort,
  session: Session,
  first: unknown,
  schema: PageSchema<T>,
): Promise<ReadResult<readonly T[]>> {
  const seen = new Set<string>()
  const rows: T[] = []
  for (let body = first, pages = 1; ; pages += 1) {
    const page = compiledOf(schema).safeParse(body)
    if (!page.success) return unreadable(page.error)
    if (saysMore(body)) return notRead(makeOutcome('graph', 'listUnfinished'))
    for (const row of page.data.value) rows.push(row)
    const link = page.data['@odata.nextLink']
    if (link === undefined) return { read: true, value: rows }
    const url = linkOnGraph(port.graphUrl, link)
    if (url === undefined || seen.has(link) || pages === mostPages) {
      return notRead(makeOutcome('graph', 'listUnfinished'))
    }
    seen.add(link)
    const next = await callGraph(port, session, { method: 'GET', url })
    if (!next.read) return next
    body = next.value
  }
}

/** Rows are missing, as an error beside them says, or a link by another name than Graph gives it. */
const saysMore = (page: unknown): boolean =>
  Object.entries(page ?? {}).some(
    ([key, said]) =>
      key !== '@odata.nextLink' && (key === 'error' || /nextlink$/i.test(key)) && (said ?? null) !== null,
  )

/** `v1.0`, `v2.0`, `beta`: Graph chooses the version of its links, which are followed as given. */
const version = /^\/(?:v\d+(?:\.\d+)?|beta)\/./i

/** The link, if it leads to Graph; undefined for another host or path, which must not get the token. */
function linkOnGraph(graphUrl: string, link: string): string | undefined {
  if (!URL.canParse(link)) return undefined
  const url = new URL(link)
  const base = new URL(graphUrl)
  const foreign = url.origin !== base.origin || url.username !== '' || url.password !== ''
  const before = base.pathname.slice(0, base.pathname.lastIndexOf('/'))
  if (foreign || !url.pathname.startsWith(`${before}/`)) return undefined
  return version.test(url.pathname.slice(before.length)) ? url.href : undefined
}
