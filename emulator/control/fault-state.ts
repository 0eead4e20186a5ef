import type { Fault } from '../world/effects.ts'

/** A fault as one flat object, in the form of the control API. */
export function faultState({ effect, ...fault }: Fault) {
  const struck = Math.max(0, fault.seen - fault.skip)
  const left = fault.times === undefined ? undefined : Math.max(0, fault.times - struck)
  return { ...fault, ...effect, struck, ...(left === undefined ? {} : { left }) }
}

export type FaultState = ReturnType<typeof faultState>
