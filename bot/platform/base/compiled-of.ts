import { z } from 'zod'

const compiled = new WeakMap<z.ZodType, z.ZodType>()

/**
 * The schema as a function of its own, with the same results and issues: for what is parsed for every tenant. Compiled at the
 * first use, because it takes milliseconds.
 */
export function compiledOf<T extends z.ZodType>(schema: T): T {
  const known = compiled.get(schema) as T | undefined
  if (known) return known
  const made = z.compile(schema)
  compiled.set(schema, made)
  return made
}
