/** The kinds of events. A change that would break a receiver gets another version, beside the old one. */
export const eventTypes = {
  access: 'com.grantkeeper.access.changed.v1',
  status: 'com.grantkeeper.status.changed.v1',
  request: 'com.grantkeeper.request.changed.v1',
  alert: 'com.grantkeeper.alert.changed.v1',
  exception: 'com.grantkeeper.exception.changed.v1',
  test: 'com.grantkeeper.webhook.test.v1',
} as const
export type EventType = (typeof eventTypes)[keyof typeof eventTypes]

/** Type → name of the schema of its data in the OpenAPI description. */
export const schemaNames: Readonly<Record<EventType, string>> = {
  [eventTypes.access]: 'AccessChanged',
  [eventTypes.status]: 'StatusChanged',
  [eventTypes.request]: 'RequestChanged',
  [eventTypes.alert]: 'AlertChanged',
  [eventTypes.exception]: 'ExceptionChanged',
  [eventTypes.test]: 'WebhookTest',
}

/** What was last told of a set in a tenant. */
export interface Told {
  allowed: boolean
  /** Of access for a time: its end. */
  until?: Date | undefined
  status: string
}

/** A tenant and a set; absent: several, or none. Events are numbered, and delivered in order, for each of these. */
interface EventSubject {
  tenantId?: string | undefined
  setId?: string | undefined
}

export interface EventDraft extends EventSubject {
  type: EventType
  at: Date
  /** Fits the schema of its type. */
  data: object
  /** Remembered for the comparison with the next change. */
  told?: Told
}

export interface StoredEvent extends EventSubject {
  /** In the order of the commits, without gaps. */
  position: number
  /** UUID, the same however often it is sent. */
  id: string
  at: Date
  type: EventType
  /** Of its subject: from 1, without gaps. */
  sequence: number
  data: object
}

/** Stands for several tenants or sets, or none. */
export const noneOfThem = '*'

export const eventSubjectOf = ({ tenantId = noneOfThem, setId = noneOfThem }: EventSubject): string =>
  `${tenantId}/${setId}`
