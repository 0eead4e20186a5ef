import { join } from 'node:path'
import { build } from './build.ts'

// Makes dist/: `node dist/bot.mjs` is the bot, without the sources and packages beside it.
const startedAt = performance.now()
const { size, mapSize, packages } = await build(join(import.meta.dirname, '..', '..', 'dist'))
const mb = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
console.log(
  `dist: ${mb(size)} of code from ${packages.length} packages and our own, ${mb(mapSize)} of source maps, in ${seconds} s`,
)
