import type { z } from 'zod'
import type { Exchange } from '../http.ts'

/** What an action tells its caller: a sentence for people, and whatever else it gives. */
export interface Done extends Record<string, unknown> {
  done: string
}

/** One change of the world that can be asked for by `POST /world/api/<name>`. */
export interface Action {
  shape: z.ZodType
  /** Throws `WorldError` when something it names does not exist. `input` has passed `shape`. */
  run(exchange: Exchange, input: never): Done
}

/** Ties an action to the shape of its input. */
export function action<S extends z.ZodType>(
  shape: S,
  run: (exchange: Exchange, input: z.output<S>) => Done,
): Action {
  return { shape, run }
}
