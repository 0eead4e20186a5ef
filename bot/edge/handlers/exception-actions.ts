import { exceptionAccept } from './exception-accept.ts'
import { exceptionForm } from './exception-form.ts'
import { exceptionList } from './exception-list.ts'
import { exceptionRequest } from './exception-request.ts'
import { exceptionWithdraw } from './exception-withdraw.ts'

/** Everything that can be done with exceptions. */
export const exceptionActions = [
  exceptionForm,
  exceptionAccept,
  exceptionRequest,
  exceptionWithdraw,
  exceptionList,
]
