/** What is accepted; `hashes`: the facts of each finding, as the card named them. */
interface Accepted {
  tenantId: string
  setId?: string
  alertId?: number
  hashes: readonly string[]
  endZone: string
}

/** The data of each button of the exceptions. */
export interface ExceptionInputs {
  acceptForm: { tenantId: string; setId?: string }
  acceptAlertForm: { alertId: number }
  renewForm: { exceptionId: string }
  accept: Accepted
  requestException: Accepted
  withdrawException: { exceptionId: string; v: number }
  exceptions: Record<string, never>
  exceptionsOf: { tenantId: string }
  previousExceptions: { tenantId?: string; page: number }
  nextExceptions: { tenantId?: string; page: number }
}

/** Which action each button runs. */
export const exceptionVerbs = {
  acceptForm: 'exception.form',
  acceptAlertForm: 'exception.form',
  renewForm: 'exception.form',
  accept: 'exception.accept',
  requestException: 'exception.request',
  withdrawException: 'exception.withdraw',
  exceptions: 'exception.list',
  exceptionsOf: 'exception.list',
  previousExceptions: 'exception.list',
  nextExceptions: 'exception.list',
} as const satisfies Record<keyof ExceptionInputs, string>
