import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from './stage.ts'
import { type CardOnPage, decide, type TeamsPage } from './teams-page.ts'

let stage: Stage
let olivia: TeamsPage
let bob: TeamsPage
let alice: TeamsPage

beforeAll(async () => {
  stage = await openStage(17_200)
  olivia = await stage.teamsOf('olivia')
  // What is sent to a client before its page listens, the client loses.
  bob = await stage.teamsOf('bob')
})
afterAll(() => stage?.end())

/** The plan asks for the reason, and becomes the card that follows the request. */
async function request(
  from: TeamsPage,
  what: string,
  reason: string,
  reference?: string,
): Promise<CardOnPage> {
  const card = await from.ask(`grant ${what}`, 'Minimum role to consent')
  await card.fill('What it’s needed for', reason)
  if (reference) await card.fill('For example, INC0012345', reference)
  await card.press('Request grant')
  await card.shows('Waiting for an approver')
  return card
}

test('an operator asks, the card comes to Bob, and he approves', async () => {
  // Her first alert. The client draws all cards anew when one comes, without what is typed into them.
  await olivia.receives('Northwind')
  const why = 'The on-call team resets passwords'
  const card = await request(olivia, '"Account actions" in Litware', why, 'INC0012345')
  await card.picture('request-made')
  const approval = await bob.receives('Olivia Lind requests: grant “Account actions”')
  await approval.shows(why)
  await approval.shows('Reference: INC0012345')
  await approval.picture('request-to-decide')
  await approval.press('Approve')
  await approval.shows('Approved by Bob Okafor')
  await approval.picture('request-approved')
  await card.shows('Approved by Bob Okafor')
})

test('the released link goes to who asked; consented and verified, everybody is told', async () => {
  const consent = await olivia.receives('Open consent page')
  await consent.picture('request-link')
  await decide(await consent.follow('Open consent page'), 'Accept')
  await consent.shows(/Verified/)
  await consent.picture('request-verified')
})

test('denied with a reason that the requester reads', async () => {
  alice = await stage.teamsOf('alice')
  const card = await request(olivia, '"Labels and protected content" in Litware', 'Somebody might want it')
  const approval = await alice.receives('grant “Labels and protected content”')
  await approval.fill('The requester reads it', 'Litware has no labels yet')
  await approval.press('Deny')
  await approval.shows('Denied by Alice Moreau')
  await card.shows('Denied by Alice Moreau')
  await card.shows('Litware has no labels yet')
  await card.picture('request-denied')
})

test('nobody approves their own request', async () => {
  const card = await request(alice, '"Account actions" in Proseware', 'Proseware joins the pilot')
  expect(await card.text()).not.toContain('Approve\n')
  const [refresh] = await Promise.all([
    alice.page.waitForRequest('**/_conversation/v1/invoke'),
    card.press('Refresh'),
  ])
  // What her card does not offer, she sends all the same.
  const forged = refresh.postDataJSON()
  const { requestId } = forged.value.action.data
  forged.value.action = { type: 'Action.Execute', verb: 'request.approve', data: { requestId, v: 1 } }
  const answer = await alice.page.request.post(refresh.url(), { data: forged })
  expect(await answer.text()).toMatch(/own request/i)
  await card.press('Refresh')
  await card.shows('Waiting for an approver')
  await card.picture('request-own')
})

test('a request is void when the requirement has grown, and shows what is different', async () => {
  const card = await request(olivia, '"SaaS posture" in "Fourth Coffee"', 'Fourth Coffee starts with posture')
  const approval = await bob.receives('grant “SaaS posture”')
  await stage.change('require', { clientId: 'saas-posture', permission: 'Place.Read.All' })
  await approval.shows(/No longer valid/)
  await approval.shows(/Place\.Read\.All/)
  await approval.picture('request-void')
  await card.shows(/No longer valid/)
  await card.picture('request-void-told')
})

test('an unblock with an end says it in full, before and after', async () => {
  const block = await alice.ask('block "Labels and protected content" in Adatum', 'Confirm block')
  await block.press('Confirm block')
  await block.shows(/is blocked/)
  const asked = await alice.ask(
    'block "Labels and protected content" in Fabrikam for 8 hours',
    'takes no end',
  )
  await asked.picture('block-for-a-time')
  const confirm = await alice.ask(
    'unblock "Labels and protected content" in Adatum for 8 hours',
    'Confirm unblock',
  )
  await confirm.shows(/Until \w{3}, /)
  await confirm.shows(/Entra keeps the grant/)
  await confirm.picture('unblock-for-a-time')
  await confirm.press('Confirm unblock')
  await confirm.shows(/unblocked for a time/)
  await confirm.picture('unblocked-for-a-time')
  const details = await alice.ask('details "Labels and protected content" in Adatum', 'Open until')
  await details.picture('open-until')
})
