/**
 * How many of `most` slots are free. Work frees its slot when its network part ends, before its commit; otherwise requests
 * and commits alternate and the network idles. At most `most` more may wait for their commit.
 */
export const freeSlots = (most: number, { begun, onNetwork }: { begun: number; onNetwork: number }): number =>
  Math.min(most - onNetwork, 2 * most - begun)

/** A poll costs as much as a small job, so it waits for several free slots. The last work to end always frees enough. */
export const isWorthAPoll = (free: number, most: number): boolean => free * 8 >= most
