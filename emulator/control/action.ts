import type { z } from 'zod'
import type { Exchange } from '../http.ts'

/** The result of an action: a sentence for people, and other values. */
export interface Done extends Record<string, unknown> {
  done: string
}

/** One change of the world, requested by `POST /world/api/<name>`. */
export interface Action {
  shape: z.ZodType
  /** Throws `WorldError` when something it names does not exist. `input` has passed `shape`. */
  run(exchange: Exchange, input: never): Done
}

/** Binds an action to the schema of its input. */
export function action<S extends z.ZodType>(
  shape: S,
  run: (exchange: Exchange, input: z.output<S>) => Done,
): Action {
  return { shape, run }
}
