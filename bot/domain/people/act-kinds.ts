/**
 * `open`: opens a set that is closed by default, for a time. `add`: adds a tenant. `remove`: removes tenants from Grantkeeper.
 * `sync`: reads more tenants at once than an operator may alone. `accept`: explains grants of a set that nothing else explains.
 * `baseline`: confirms what the first read of a tenant found. `except`: accepts findings until a date.
 */
export const requestKinds = [
  'grant',
  'block',
  'unblock',
  'reset',
  'add',
  'remove',
  'sync',
  'move',
  'accept',
  'baseline',
  'open',
  'except',
] as const
export type RequestKind = (typeof requestKinds)[number]

/**
 * The acts that count towards the ten. A sync only reads; a move is a block and a grant; to open always takes two persons, and
 * what a second person approved doesn't count; an exception changes no access.
 */
export type OwnActKind = Exclude<RequestKind, 'sync' | 'move' | 'accept' | 'baseline' | 'open' | 'except'>

/** Whether the act says that what is granted in Entra already is right. It gives no app anything and counts towards nothing. */
export const accepts = (kind: RequestKind): kind is 'accept' | 'baseline' =>
  kind === 'accept' || kind === 'baseline'

/** Whether the act lets apps use more data than before: such an act waits while the directory can't be asked. */
export const givesAccess = (kind: RequestKind): boolean =>
  hasLinks(kind) || kind === 'unblock' || kind === 'open'

/** Whether its approval releases consent links of a set. */
export const hasLinks = (kind: RequestKind): boolean => kind === 'grant' || kind === 'move'
