import type { Action } from '../teams/actions/action.ts'
import type { HandlerDeps } from '../views/handler-deps.ts'
import { leavingCheck, leavingFollow, leavingStop } from './leaving-act.ts'
import { leavingList, leavingShow } from './leaving-show.ts'

/** The buttons of what is left in Entra. */
export const leavingActions: readonly Action<HandlerDeps>[] = [
  leavingList,
  leavingShow,
  leavingCheck,
  leavingStop,
  leavingFollow,
]
