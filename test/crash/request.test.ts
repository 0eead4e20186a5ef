import { describeCrashes } from './describe-crashes.ts'
import { request } from './flows.ts'

describeCrashes(request)
