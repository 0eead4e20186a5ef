import { describeCrashes } from './describe-crashes.ts'
import { block } from './flows.ts'

describeCrashes(block)
