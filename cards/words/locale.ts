import type { en } from './en.ts'

/** Literals become their kind, functions keep what they take: the shape another language has to fill. */
type Shape<T> = T extends (...args: infer A) => unknown
  ? (...args: A) => string
  : T extends string
    ? string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Shape<T[K]> }

/** What a language must say. A missing or superfluous sentence does not compile. */
export type Words = Shape<typeof en>
