import { seconds } from '../base/time.ts'
import type { TakenJob } from './job-store.ts'

/** Three of them in the time after which pg-boss gives a job to another instance. */
const everyMs = seconds(3)

/** While there are claimed jobs, tells the database again and again that this instance still works on them. */
export class Heartbeats {
  readonly #claimed = new Map<string, TakenJob>()
  readonly #beat: (jobs: TakenJob[]) => Promise<void>
  #timer: NodeJS.Timeout | undefined

  constructor(beat: (jobs: TakenJob[]) => Promise<void>) {
    this.#beat = beat
  }

  add(job: TakenJob): void {
    this.#claimed.set(job.id, job)
    this.#timer ??= setInterval(() => void this.#beat([...this.#claimed.values()]), everyMs).unref()
  }

  remove({ id }: TakenJob): void {
    this.#claimed.delete(id)
    if (this.#claimed.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
