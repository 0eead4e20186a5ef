/**
 * How many more of `most` may begin. Work frees its slot when its network part ends, before its commit; otherwise requests
 * and commits alternate and the network idles. At most as many again may be waiting for their commit.
 */
export const freeSlots = (most: number, { begun, onNetwork }: { begun: number; onNetwork: number }): number =>
  Math.min(most - onNetwork, 2 * most - begun)

/** A poll costs as much as a small job: it waits for several free slots. The last work to end always frees enough. */
export const isWorthAPoll = (free: number, most: number): boolean => free * 8 >= most
