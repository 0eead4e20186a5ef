/** Microsoft's SDKs that the bot can use; each passes the same contract. */
export const teamsSdks = ['botbuilder', 'teams.apps'] as const

/** For tests that name none: `npm run test:full` repeats some with the successor. */
export const sdkOfRun = teamsSdks.find((name) => name === process.env.TEST_TEAMS_SDK) ?? 'botbuilder'
