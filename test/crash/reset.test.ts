import { describeCrashes } from './describe-crashes.ts'
import { reset } from './flows.ts'

describeCrashes(reset)
