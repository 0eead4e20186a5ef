/** A person is tenant plus object id; the name is for the eye only. */
export interface Person {
  tenantId: string
  objectId: string
  name: string
}
