/** What the bot's app registration offers to other systems: one app role for each interface. */
export const appRoles = { access: 'Access.Read', events: 'Events.Read', history: 'History.Read' } as const
