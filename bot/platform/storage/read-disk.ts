import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

export interface Disk {
  /** For a program without special rights. */
  freeBytes: number
  /** A share of another machine, whose locks SQLite can't rely on. Known on Linux only. */
  isNetwork: boolean
}

/** Kinds of file systems by the number that Linux gives them: NFS, SMB, SMB 2, CIFS, 9P, AFS, Ceph. */
const networkKinds: ReadonlySet<number> = new Set([
  0x6969, 0x517b, 0xfe534d42, 0xff534d42, 0x01021997, 0x5346414f, 0x00c36400,
])

export const isNetworkKind = (kind: number): boolean => networkKinds.has(kind)

/** The disk on which a file is, or would be. */
export async function readDisk(path: string, platform: string = process.platform): Promise<Disk> {
  const { bavail, bsize, type } = await statfs(nearestFolder(path))
  return { freeBytes: bavail * bsize, isNetwork: platform === 'linux' && isNetworkKind(type) }
}

/** The folder of a file, or the nearest one above it that exists. */
export function nearestFolder(path: string): string {
  const folder = dirname(resolve(path))
  return existsSync(folder) ? folder : nearestFolder(folder)
}
