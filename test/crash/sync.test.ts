import { describeCrashes } from './describe-crashes.ts'
import { sync } from './flows.ts'

describeCrashes(sync)
