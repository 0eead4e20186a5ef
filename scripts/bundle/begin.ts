import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { showSources } from './source-positions.ts'

/**
 * What runs in a bundle before its program. Its compiled code is kept beside it, where an image can bring it along; where
 * that cannot be written, the bot keeps it in the temporary folder. NODE_COMPILE_CACHE chooses another place.
 */
export function begin(folder: string): void {
  enableCompileCache(join(folder, 'compile-cache'))
  showSources()
}
