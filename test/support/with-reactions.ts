import type { Deps, Reactions } from '#domain/deps.ts'
import { makeReactions } from '#domain/reactions/make-reactions.ts'

/** The real reactions over what a test gives; one that needs more than that fails. */
export const withReactions = <D extends Partial<Omit<Deps, 'react'>>>(deps: D): D & { react: Reactions } => ({
  ...deps,
  react: makeReactions(deps as unknown as Deps),
})
