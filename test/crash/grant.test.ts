import { describeCrashes } from './describe-crashes.ts'
import { grant } from './flows.ts'

describeCrashes(grant)
