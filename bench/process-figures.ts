import { readFileSync } from 'node:fs'
import { makeRow, type Row } from './figures.ts'

/** Resident memory of a process in MB, as Linux counts it; undefined on other systems. */
export function residentMb(pid: number): number | undefined {
  const kb = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '')?.[1]
  return kb === undefined ? undefined : Number(kb) / 1_024
}

/** The most memory that a process ever had resident, in MB; undefined on other systems than Linux. */
export function mostResidentMb(pid: number): number | undefined {
  const kb = /^VmHWM:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '')?.[1]
  return kb === undefined ? undefined : Number(kb) / 1_024
}

/** Whether this system tells what a process has used. */
export const countsCpu = process.platform === 'linux'

/** Linux counts in hundredths of a second. */
const tickMs = 10

/** What a process has used of the processors so far, in ms; undefined on other systems than Linux. */
export function cpuMs(pid: number): number | undefined {
  const text = readProc(pid, 'stat')
  // The name of the program, in brackets, may hold blanks: the figures begin behind it.
  const figures = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  return figures && (Number(figures[11]) + Number(figures[12])) * tickMs
}

function readProc(pid: number, name: string): string | undefined {
  if (!countsCpu) return undefined
  return readFileSync(`/proc/${pid}/${name}`, 'utf8')
}

/** Resident memory of one program beside another; no row where the system does not tell. */
export function memoryRow(name: string, pid: number, baselinePid?: number): Row[] {
  const value = residentMb(pid)
  const baseline = baselinePid === undefined ? undefined : residentMb(baselinePid)
  return value === undefined
    ? []
    : [makeRow(name, value, 'MB', { ...(baseline !== undefined && { baseline }) })]
}
