/** Identified by tenant and object ID; the name is for display only. */
export interface Person {
  tenantId: string
  objectId: string
  name: string
}

export const isSamePerson = (a: Omit<Person, 'name'>, b: Omit<Person, 'name'>): boolean =>
  a.tenantId === b.tenantId && a.objectId === b.objectId

/** Grantkeeper, where it acts by itself and a person is expected. Nobody can sign in as it. */
export const grantkeeper: Person = { tenantId: 'system', objectId: 'system', name: 'Grantkeeper' }

/** Key of a person in columns of the database. */
export const personKey = ({ tenantId, objectId }: Pick<Person, 'tenantId' | 'objectId'>): string =>
  `${tenantId}/${objectId}`

/** The fields that are stored, without roles and other data of the turn. */
export const plainPerson = ({ tenantId, objectId, name }: Person): Person => ({ tenantId, objectId, name })

/** The decision of a second person to allow what the first one requested. */
export interface Approval {
  requestId: string
  /** Readable code of the request. */
  code: string
  by: Person
  /** The ticket or case number of the request. */
  reference?: string
}

/** The audit detail of an approved action, whose actor is the requester. */
export const approvalDetail = (
  approval: Approval | undefined,
): { request?: string; approvedBy?: { objectId: string; name: string }; reference?: string } =>
  approval
    ? {
        request: approval.code,
        approvedBy: { objectId: approval.by.objectId, name: approval.by.name },
        ...(approval.reference !== undefined && { reference: approval.reference }),
      }
    : {}
