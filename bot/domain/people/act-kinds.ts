/** `remove`: removes tenants from Grantkeeper. `sync`: reads more tenants at once than an operator may alone. */
export const requestKinds = ['grant', 'block', 'unblock', 'reset', 'remove', 'sync', 'move'] as const
export type RequestKind = (typeof requestKinds)[number]

/** The acts that count towards the ten. `add`: adds a tenant. A sync only reads; a move is a block and a grant. */
export type OwnActKind = Exclude<RequestKind, 'sync' | 'move'> | 'add'

/** Whether the act lets apps use more data than before: such an act waits while the directory can't be asked. */
export const givesAccess = (kind: RequestKind | 'add'): boolean => hasLinks(kind) || kind === 'unblock'

/** Whether its approval releases consent links. */
export const hasLinks = (kind: RequestKind | 'add'): boolean => kind === 'grant' || kind === 'move'
