import type { OpenTeamsSdk } from '#edge/teams/channel/teams-sdk.ts'

/** Loads Microsoft's SDK, which takes more time at a start than all the rest. */
export async function loadTeamsSdk(): Promise<OpenTeamsSdk> {
  return (await import('#edge/teams/channel/botbuilder/open-botbuilder.ts')).openBotbuilder
}
