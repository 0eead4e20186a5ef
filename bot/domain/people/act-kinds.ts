/** `remove`: removes tenants from Grantkeeper. `sync`: reads more tenants at once than an operator may alone. */
export const requestKinds = ['grant', 'block', 'unblock', 'reset', 'remove', 'sync'] as const
export type RequestKind = (typeof requestKinds)[number]

/** The acts that count towards the ten. `add`: adds a tenant. A sync only reads. */
export type OwnActKind = Exclude<RequestKind, 'sync'> | 'add'

/** Whether the act lets apps use more data than before: such an act waits while the directory can't be asked. */
export const givesAccess = (kind: RequestKind | 'add'): boolean => kind === 'grant' || kind === 'unblock'
