/**
 * Identity of what a tenant has granted: API, type, and GUID, or the name of a scope, because Entra stores scopes by name.
 * Independent of every catalog, so that a new one makes nothing unexplained.
 */
export type GrantedId = string
