import { alert } from './alert-flow.ts'
import { describeCrashes } from './describe-crashes.ts'

describeCrashes(alert)
