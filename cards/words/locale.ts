import type { en } from './en.ts'

/** Literals become their type, functions keep their parameters: the shape that another language must fill. */
type Shape<T> = T extends (...args: infer A) => unknown
  ? (...args: A) => string
  : T extends string
    ? string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Shape<T[K]> }

/** The sentences of a language. A missing or extra sentence does not compile. */
export type Words = Shape<typeof en>
