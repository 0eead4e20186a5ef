/** How often a property is tried that the full run tries so many times: `npm test` tries 200 times at most. */
export const runs = (all: number): { numRuns: number } => ({
  numRuns: process.env.PROPERTY_RUNS === 'all' ? all : Math.min(all, 200),
})
