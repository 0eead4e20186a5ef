import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const othersMask = 0o077

/**
 * Makes sure that the file exists and only its owner can read it, as well as the log and the index that SQLite puts next to it;
 * those get the mode of the file. Folders that don't exist yet are created for the owner alone; others belong to the operator.
 * Returns the files that others can still read, because the disk has no modes or another user owns them.
 */
export function ownFile(path: string): string[] {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  return ['', '-wal', '-shm'].map((end) => path + end).filter(isExposed)
}

function isExposed(path: string): boolean {
  const isOpen = () => {
    const found = statSync(path, { throwIfNoEntry: false })
    return found?.isFile() === true && (found.mode & othersMask) !== 0
  }
  if (!isOpen()) return false
  try {
    chmodSync(path, 0o600)
  } catch {
    // What matters is the mode that it has now: some disks also change nothing without saying so.
  }
  return isOpen()
}
