import { alertAcknowledge } from './alert-acknowledge.ts'
import { alertAcknowledgeAll } from './alert-acknowledge-all.ts'
import { alertDigest } from './alert-digest.ts'
import { alertReference } from './alert-reference.ts'
import { alertShow } from './alert-show.ts'
import { alertSnooze } from './alert-snooze.ts'

/** Everything that can be done with one alert, or with those of a digest. */
export const alertActions = [
  alertShow,
  alertDigest,
  alertAcknowledge,
  alertAcknowledgeAll,
  alertSnooze,
  alertReference,
]
