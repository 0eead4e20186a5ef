import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const memory = '/dev/shm'
/** Containers often have only 64 MB there; a database with a million entries takes half of this limit. */
const enoughBytes = 2 ** 30

/**
 * A folder for the files of one test, in memory if there is enough, because every commit waits for the disk. Its files survive
 * a killed process, as on a disk.
 */
export const folderForFiles = findFolder()

function findFolder(): string {
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize >= enoughBytes ? memory : tmpdir()
  } catch {
    // Only Linux has it.
    return tmpdir()
  }
}
