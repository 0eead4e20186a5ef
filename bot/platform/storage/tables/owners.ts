/** To whom tenants and permission sets belong. */
export interface OwnerTables {
  owners: {
    /** '': in every tenant. */
    tenant_id: string
    /** '': every set. */
    set_id: string
    /** `owner` or `deputy`. */
    part: string
    /** `person:` with tenant and object ID, or `group:` with object ID. */
    holder: string
    /** As it was when it was set, for where the directory can't be asked. */
    name: string
    /** JSON: Person, who set it. */
    person_json: string
    at: number
  }
}
