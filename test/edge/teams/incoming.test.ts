import { expect, test } from 'vitest'
import type { TeamsActivity } from '#edge/teams/channel/activity.ts'
import { conversationOf, placeOf } from '#edge/teams/turns/incoming.ts'
import { query } from '../../support/facts.ts'
import { people, startWholeApp } from '../../support/whole-app.ts'

const home = '10000000-0000-4000-8000-000000000001'

const activityIn = (
  conversation: Partial<TeamsActivity['conversation']> & { id: string },
): TeamsActivity => ({
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:a', aadObjectId: people.alice.objectId, name: 'Alice' },
  recipient: { id: '28:bot' },
  conversation: { tenantId: home, ...conversation },
})

test.each<[string, Partial<TeamsActivity['conversation']> & { id: string }, string]>([
  ['a personal chat', { id: 'a:1x', conversationType: 'personal' }, 'personal'],
  ['a personal chat without its type', { id: 'a:1x' }, 'personal'],
  ['a personal chat with an empty type', { id: 'a:1x', conversationType: '' }, 'personal'],
  ['a group without its type', { id: '19:x@thread.v2' }, 'groupChat'],
  ['a meeting without its type', { id: '19:meeting_x@thread.v2' }, 'groupChat'],
  ['a channel without its type', { id: '19:x@thread.tacv2;messageid=1' }, 'channel'],
  ['an old channel without its type', { id: '19:x@thread.skype' }, 'channel'],
  ['an id of another kind without a type', { id: '48:notes' }, 'groupChat'],
  ['a null type', { id: '19:x@thread.v2', conversationType: null }, 'groupChat'],
  ['a type that nobody knows', { id: 'a:1x', conversationType: 'huddle' }, 'groupChat'],
  ['a group that says it is personal', { id: '19:x@thread.v2', conversationType: 'personal' }, 'groupChat'],
  [
    'a channel that says it is personal',
    { id: '19:x@thread.tacv2', conversationType: 'personal' },
    'channel',
  ],
  [
    'a personal chat that says it is a group',
    { id: 'a:1x', conversationType: 'personal', isGroup: true },
    'groupChat',
  ],
])('%s is taken for what it is, or for the kind with fewer rights', (_name, conversation, kind) => {
  const activity = activityIn(conversation)
  expect(placeOf(activity, 'command').turn.conversationKind).toBe(kind)
  expect(conversationOf(activity)).toMatchObject({ kind })
  expect(conversationOf(activity)?.personId).toBe(kind === 'personal' ? people.alice.objectId : undefined)
})

test('a viewer switches no alerts on in a group that does not say its type', async () => {
  const app = await startWholeApp()
  const { name, objectId } = people.victor
  const ask = async (id: string) => {
    const tenantId = app.config.homeTenantId
    const response = await fetch(`${app.botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        id: `m${id}`,
        channelId: 'msteams',
        serviceUrl: app.teams.serviceUrl,
        from: { id: `29:${objectId}`, name, aadObjectId: objectId },
        recipient: { id: '28:bot' },
        conversation: { id, tenantId },
        channelData: { tenant: { id: tenantId } },
        text: 'alerts on',
      }),
    })
    expect(response.status).toBeLessThan(300)
    await app.settled()
    return query<{ n: number }>(app, 'select count(*) as n from alert_subscriptions')[0]?.n
  }
  expect(await ask('19:somewhere@thread.v2')).toBe(0)
  expect(await ask('a:victors-own-chat')).toBe(1)
})
