/** Counts the turns in progress and sheds load above a limit. */
export interface LoadShedder {
  /** Admits a turn and returns the function that ends it; undefined at the limit: the channel retries later. */
  enter(): (() => void) | undefined
  /** True above the share for work: a turn then gets the busy card, which costs nothing. */
  isBusy(): boolean
}

/** The share of the limit for turns that do work; the rest is for answering that the bot is busy. */
const workingShare = 0.8

/**
 * Limits the turns of this process, so that memory does not grow with every click while a slow disk or service delays
 * them all. `following` counts the work that continues after its turn was answered.
 */
export function makeLoadShedder(most: number, following: () => number): LoadShedder {
  let inProgress = 0
  const load = (): number => inProgress + following()
  return {
    enter: () => {
      if (load() >= most) return undefined
      inProgress += 1
      return () => {
        inProgress -= 1
      }
    },
    isBusy: () => load() > most * workingShare,
  }
}
