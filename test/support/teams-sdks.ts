/** Microsoft's SDKs that the bot can use; each passes the same contract. */
export const teamsSdks = ['botbuilder'] as const
