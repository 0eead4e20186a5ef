import { describeCrashes } from './describe-crashes.ts'
import { move } from './move-flow.ts'

describeCrashes(move)
