import type { Worker } from './jobs.ts'

/** A queue that has its worker, and how busy that is. */
export interface WorkQueue {
  name: string
  concurrency: number
  work: Worker<unknown>
  /** Ids of the jobs under way. */
  active: Set<number>
  /** How many of them have not been worked on to the end; the others are being written. */
  working: number
}

/**
 * Jobs that are being written leave their place to others at once. Otherwise the answers of many come together, are written
 * together, and the wire lies idle meanwhile. As many as may work may wait to be written.
 */
export const roomIn = ({ concurrency, working, active }: WorkQueue): number =>
  Math.min(concurrency - working, 2 * concurrency - active.size)

/** A look costs as much as a small job: it is taken for several places at once. The last job to end always makes room enough. */
export const isWorthALook = (queue: WorkQueue): boolean => roomIn(queue) * 8 >= queue.concurrency
