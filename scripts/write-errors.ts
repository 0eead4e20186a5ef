import { readFileSync, writeFileSync } from 'node:fs'
import { withOutcomes } from './errors-page.ts'

const file = new URL('../docs/errors.md', import.meta.url)
writeFileSync(file, withOutcomes(readFileSync(file, 'utf8')))
