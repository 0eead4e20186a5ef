import type { ExceptionInputs } from '../../button-tables/exceptions.ts'

/** Titles of the buttons of exceptions. */
export const exceptionButtonsEn = {
  acceptForm: 'Accept',
  acceptAlertForm: 'Accept',
  renewForm: 'Renew',
  accept: 'Accept',
  requestException: 'Request exception',
  withdrawException: 'Withdraw',
  exceptions: 'Exceptions',
  exceptionsOf: 'Exceptions',
  previousExceptions: 'Previous',
  nextExceptions: 'Next',
} as const satisfies Record<keyof ExceptionInputs, string>
