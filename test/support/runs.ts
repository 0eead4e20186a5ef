/** How often a property is tried that the full run tries so many times: `npm test` tries at most `few` times. */
export const runs = (all: number, few = 200): { numRuns: number } => ({
  numRuns: process.env.PROPERTY_RUNS === 'all' ? all : Math.min(all, few),
})
