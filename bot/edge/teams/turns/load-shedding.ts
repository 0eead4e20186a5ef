/** Counts the turns in progress and sheds load above a limit. */
export interface LoadShedder {
  /** Admits a turn and returns the function that ends it; undefined at the limit: the channel retries later. */
  enter(): (() => void) | undefined
  /** True above the share for work: the turn then gets the busy card. */
  isBusy(): boolean
}

/** The share of the limit for work; the rest is for busy cards. */
const workingShare = 0.8

/** Bounds the memory while a slow disk or service delays all turns. `following` counts work that outlives its turn. */
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
