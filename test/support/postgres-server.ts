import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '#platform/storage/open-database.ts'
import { startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of a server for test databases, their template, and the PL/pgSQL statements that restore its initial rows. */
    postgres: { url: string; template: string; beginning: string[] }
  }
}

/**
 * Provides PostgreSQL for a test run: the server of TEST_DATABASE_URL, whose user must be able to create databases, or a
 * temporary one from a package. Without either, the run fails instead of skipping tests silently.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? { url: given, stop: async () => {} } : await startPostgres()
  const template = `grantkeeper_test_${process.pid}`
  try {
    await administer(server.url, `create database ${template}`)
    const address = nameIn(server.url, template)
    await (await openDatabase(address)).close()
    project.provide('postgres', { url: server.url, template, beginning: await beginningOf(address) })
  } catch (error) {
    await server.stop()
    throw error
  }
  return async () => {
    if (given) await dropAll(server.url, template)
    await server.stop()
  }
}

/** The URL of another database of the same server. */
export function nameIn(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}

export async function administer(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const rows: Record<string, unknown>[] = []
    for (const statement of statements) rows.push(...(await client.query(statement)).rows)
    return rows
  } finally {
    await client.end()
  }
}

async function beginningOf(address: string): Promise<string[]> {
  const tables = await administer(
    address,
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'",
  )
  const questions = tables.map(
    ({ relname: name }) =>
      `select '${name}' as name, json_agg(own)::text as rows from ${name} own having count(*) > 0`,
  )
  const kept = await administer(address, ...questions)
  const inserts = kept.map(
    ({ name, rows }) =>
      `insert into ${name} select * from json_populate_recordset(null::${name}, $json$${rows}$json$)`,
  )
  return [...inserts, ...(await countersOf(address))]
}

/** Restarts the sequences, so that a reused database assigns the same IDs as a new one. */
async function countersOf(address: string): Promise<string[]> {
  const counters = await administer(
    address,
    "select format('%L, %s, %L', sequencename, coalesce(last_value, start_value), last_value is not null) as state from pg_sequences where schemaname = 'public'",
  )
  return counters.map(({ state }) => `perform setval(${state})`)
}

async function dropAll(url: string, prefix: string): Promise<void> {
  const rows = await administer(url, `select datname from pg_database where datname like '${prefix}%'`)
  await administer(url, ...rows.map(({ datname }) => `drop database ${datname} with (force)`))
}
