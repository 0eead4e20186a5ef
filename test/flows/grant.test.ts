import { expect, test } from 'vitest'
import { type BotMessage } from '../support/fake-connector.ts'
import { buttonsOf, elementsOf, readText } from '../support/card-parts.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { people, startWholeApp, tenantIdOf, type WholeApp } from '../support/whole-app.ts'

test('update: plan, link, consent, verified, all on the same card', async () => {
  const app = await startWholeApp()
  const alice = app.teams.as(people.alice)
  const tenantId = tenantIdOf('Contoso')
  const card = await alice.ask('status contoso')
  const plan = await alice.click(card, { verb: 'grant.plan', data: { setId: 'user-device-activity' } })
  console.log(readText(plan.card))
  const started = await alice.click(plan, 'grant.start')
  console.log(readText(started.card))
  const link = linkOf(started)
  const end = await consent(makeBrowser(), link, { decision: 'accept' })
  console.log(end.url, end.status, end.text.replace(/<[^>]+>/g,' ').slice(0,600))
  await app.settled()
  console.log(readText(alice.see(card).card))
  console.log(app.log.lines)
})
function linkOf(m: BotMessage): string {
  const open = elementsOf(m.card).find((e) => e.type === 'Action.OpenUrl' && String(e.url).includes('/consent/'))
  return String(open?.url)
}
