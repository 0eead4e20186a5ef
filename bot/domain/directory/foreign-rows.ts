import { notRead } from '#platform/microsoft/graph-client.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'

/** Rows about something else than what was asked prove nothing, and neither does the rest of their answer. */
export const foreignRows = (field: string) => notRead(makeOutcome('graph', 'answerUnreadable', { field }))
