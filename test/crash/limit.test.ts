import { describeCrashes } from './describe-crashes.ts'
import { limit } from './limit-flow.ts'

describeCrashes(limit)
