import { readFileSync } from 'node:fs'
import { makeRow, type Row } from './figures.ts'

/** Resident memory of a process in MB, as Linux counts it; undefined on other systems. */
export function residentMb(pid: number): number | undefined {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '')?.[1]
  return kb === undefined ? undefined : Number(kb) / 1_024
}

/** Peak resident memory of a process in MB; undefined on other systems than Linux. */
export function mostResidentMb(pid: number): number | undefined {
  const kb = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '')?.[1]
  return kb === undefined ? undefined : Number(kb) / 1_024
}

/** True if the system reports what a process has used. */
export const countsCpu = process.platform === 'linux'

/** Linux counts in hundredths of a second. */
const tickMs = 10

/** CPU time of a process so far in ms; undefined on other systems than Linux. */
export function cpuMs(pid: number): number | undefined {
  const text = readProc(pid, 'stat')
  // The program name, in parentheses, can contain spaces: the figures start after it.
  const figures = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return figures && (Number(figures[11]) + Number(figures[12])) * tickMs
}

function readProc(pid: number, name: string): string | undefined {
  if (!countsCpu) return undefined
  return readFileSync(`/proc/${pid}/${name}`, 'utf8')
}

/** Resident memory of two programs; no row where the system doesn't report it. */
export function memoryRow(name: string, pid: number, baselinePid?: number): Row[] {
  const value = residentMb(pid)
  const baseline = baselinePid === undefined ? undefined : residentMb(baselinePid)
  return value === undefined
    ? []
    : [makeRow(name, value, 'MB', { ...(baseline !== undefined && { baseline }) })]
}
