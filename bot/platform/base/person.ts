/** A person is tenant plus object id; the name is for the eye only. */
export interface Person {
  tenantId: string
  objectId: string
  name: string
}

export const isSamePerson = (
  a: Pick<Person, 'tenantId' | 'objectId'>,
  b: Pick<Person, 'tenantId' | 'objectId'>,
): boolean => a.tenantId === b.tenantId && a.objectId === b.objectId

/** For what is stored: roles and whatever else only the turn knows are left out. */
export const plainPerson = ({ tenantId, objectId, name }: Person): Person => ({ tenantId, objectId, name })

/** A second person decided that something may be done; the first one asked for it. */
export interface Approval {
  requestId: string
  /** Readable code of the request. */
  code: string
  by: Person
}

/** What the history says of an act that was approved: both persons, the requester as the actor. */
export const approvalDetail = (
  approval: Approval | undefined,
): { request?: string; approvedBy?: { objectId: string; name: string } } =>
  approval
    ? { request: approval.code, approvedBy: { objectId: approval.by.objectId, name: approval.by.name } }
    : {}
