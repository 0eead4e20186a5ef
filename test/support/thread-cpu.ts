/**
 * Milliseconds of this thread's processor since the call: unlike the wall clock, it does not count what other programs of
 * the machine do.
 */
export function startThreadCpu(): () => number {
  const before = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1_000
  }
}
