import type { Deps, Reactions } from '#domain/deps.ts'
import { makeReactions } from '#domain/reactions/make-reactions.ts'

/** The real reactions with the test's dependencies; a reaction that needs others fails. */
export const withReactions = <D extends Partial<Omit<Deps, 'react'>>>(deps: D): D & { react: Reactions } => ({
  ...deps,
  react: makeReactions(deps as unknown as Deps),
})
