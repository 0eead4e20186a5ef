import { z } from 'zod'
import { memoize } from './memoize.ts'

const compile = memoize((schema: z.ZodType) => z.compile(schema))

/**
 * The schema as a function of its own, with the same results and issues: for what is parsed for every tenant. Compiled at the
 * first use, because it takes milliseconds.
 */
export const compiledOf = <T extends z.ZodType>(schema: T): T => compile(schema) as T
