import type { OpenTeamsSdk } from '#edge/teams/channel/teams-sdk.ts'
import type { TeamsSdkName } from '#platform/config/read-config.ts'

/** Loads the SDK of the configuration and no other: both together would take their time and memory at every start. */
export async function loadTeamsSdk(name: TeamsSdkName): Promise<OpenTeamsSdk> {
  if (name === 'teams.apps')
    return (await import('#edge/teams/channel/teams-apps/open-teams-apps.ts')).openTeamsApps
  return (await import('#edge/teams/channel/botbuilder/open-botbuilder.ts')).openBotbuilder
}
