import { rm, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writePrivately } from './files.ts'
import { type Graph, GraphRefusal } from './graph.ts'
import type { RemovalStep } from './plan-removal.ts'
import { type At, environmentFile } from './read-locally.ts'
import { rebaseReply } from './rebase-reply.ts'

interface Removing {
  graph: Graph
  at: At
}

type Doers = {
  [D in RemovalStep['does']]: (removing: Removing, step: Extract<RemovalStep, { does: D }>) => Promise<void>
}

/** Each can be done twice: what is gone is done. */
const doers: Doers = {
  async removeReplyAddress({ graph }, { registration, change }) {
    const body = await rebaseReply(graph, registration, change)
    await graph.send({ method: 'PATCH', path: `/applications/${registration.id}`, body })
  },
  deletePrincipal: ({ graph }, { id }) => remove(graph, `/servicePrincipals/${id}`),
  deleteRegistration: ({ graph }, { registration }) => remove(graph, `/applications/${registration.id}`),
  // What was deleted a moment ago may not be among the deleted yet.
  forgetRegistration: ({ graph }, { id }) => remove(graph, `/directory/deletedItems/${id}`, true),
  forgetPrincipal: ({ graph }, { id }) => remove(graph, `/directory/deletedItems/${id}`, true),
  deleteFile: ({ at }, { file }) => rm(at(file), { force: true }),
  async removeFolder({ at }, { folder }) {
    await removeIfEmpty(at(folder))
    await removeIfEmpty(at(dirname(folder)))
  },
  async cleanEnvironment({ at }, { text }) {
    if (text === undefined) await rm(at(environmentFile), { force: true })
    else await writePrivately(at(environmentFile), text)
  },
}

export function carryOutRemoval(removing: Removing, step: RemovalStep): Promise<void> {
  const doer = doers[step.does] as (removing: Removing, step: RemovalStep) => Promise<void>
  return doer(removing, step)
}

async function remove(graph: Graph, path: string, isFresh = false): Promise<void> {
  try {
    await graph.send({ method: 'DELETE', path, isFresh })
  } catch (error) {
    if (!(error instanceof GraphRefusal) || error.failure?.status !== 404) throw error
  }
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(code)) throw error
  }
}
