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
