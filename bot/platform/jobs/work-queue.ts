import { freeSlots, isWorthAPoll } from '../base/slots.ts'
import type { Worker } from './jobs.ts'

/** A queue with its worker and load. */
export interface WorkQueue {
  name: string
  concurrency: number
  work: Worker<unknown>
  /** IDs of the jobs that have started and not ended. */
  active: Set<string>
  /** How many of them are with the worker; the others are being committed. */
  working: number
}

export const capacityOf = ({ concurrency, working, active }: WorkQueue): number =>
  freeSlots(concurrency, { begun: active.size, onNetwork: working })

export const isWorthPolling = (queue: WorkQueue): boolean =>
  isWorthAPoll(capacityOf(queue), queue.concurrency)
