import { freeSlots, isWorthAPoll } from '../base/slots.ts'
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

export const roomIn = ({ concurrency, working, active }: WorkQueue): number =>
  freeSlots(concurrency, { begun: active.size, onNetwork: working })

export const isWorthPolling = (queue: WorkQueue): boolean => isWorthAPoll(roomIn(queue), queue.concurrency)
