import { activitySchema, type TeamsActivity } from '#edge/teams/channel/activity.ts'
import { alice, home } from './test-bot.ts'

/** A message of Alice in her own chat, as Teams sends it, with changes. */
export function makeActivity(change: Record<string, unknown> = {}): TeamsActivity {
  return activitySchema.parse({
    type: 'message',
    id: 'f:1',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:9/',
    from: { id: `29:${alice.objectId}`, name: alice.name, aadObjectId: alice.objectId },
    recipient: { id: '28:grantkeeper', name: 'Grantkeeper' },
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: home },
    channelData: { tenant: { id: home } },
    text: 'help',
    ...change,
  })
}
