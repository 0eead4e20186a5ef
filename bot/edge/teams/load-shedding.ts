/** How many turns are under way, and whether there is room for more. */
export interface Admission {
  /** Lets a turn in and gives the way out; undefined when there is no room: the channel asks again later. */
  enter(): (() => void) | undefined
  /** Is there so little room that a turn is only told so? That costs nothing and keeps everybody answered. */
  isBusy(): boolean
}

/** Of all turns that may be under way, so many do their work; the rest is for saying that the others do not. */
const workingPart = 0.8

/**
 * Limits the turns of this process: what holds them all up, a slow disk or a neighbour, must not let memory grow with
 * everybody who clicks. `following` counts what goes on after its turn was answered.
 */
export function makeAdmission(most: number, following: () => number): Admission {
  let inside = 0
  const load = (): number => inside + following()
  return {
    enter: () => {
      if (load() >= most) return undefined
      inside += 1
      return () => {
        inside -= 1
      }
    },
    isBusy: () => load() > most * workingPart,
  }
}
