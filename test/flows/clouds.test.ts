import { expect, test } from 'vitest'
import { clouds, publicCloud } from '#platform/config/clouds.ts'
import { getTenant } from '../../emulator/world/tenants.ts'
import { readText } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import { people, startWholeApp } from '../support/whole-app.ts'
import { linkOf } from './consent-flow.ts'

test.each([['tailwind-toys.com'], ['its id']])(
  'a tenant of another cloud stops add tenant %s with those words, before any link',
  async (how) => {
    const app = await startWholeApp()
    const tenant = getTenant(app.emulator.world, 'tailwind-toys.com')
    tenant.isUsGovernment = true
    const alice = app.teams.as(people.alice)
    const answer = await alice.ask(`add tenant ${how === 'its id' ? tenant.id : how}`)
    expect(readText(answer.card)).toMatch(/another cloud/)
    expect(JSON.stringify(answer)).not.toContain('/consent/')
    expect(query(app, `select 1 from consent_links where tenant_id = '${tenant.id}'`)).toEqual([])
  },
)

test.each(clouds.map((cloud) => [cloud.name, cloud] as const))(
  'in the cloud %s every link and the consent lead there',
  async (_name, cloud) => {
    const app = await startWholeApp()
    await app.restart({ change: { cloud } })
    const alice = app.teams.as(people.alice)
    const cards = [
      await alice.ask('status Contoso'),
      await alice.ask('details "Account actions" in Contoso'),
      await alice.ask('block "Account actions" in Contoso'),
      await alice.ask('doctor AADSTS65004'),
    ]
    const text = JSON.stringify(cards)
    const leadsTo = (host: string) => text.includes(`"https://${host}/`)
    expect([leadsTo(new URL(cloud.portalUrl).host), leadsTo(cloud.loginHosts[0])]).toEqual([true, true])
    if (cloud.portalUrl !== publicCloud.portalUrl)
      expect(text).not.toMatch(/entra\.microsoft\.com|login\.microsoftonline\.com/)
    const link = linkOf(await alice.ask('add tenant tailwind-toys.com'))
    const headers = { 'sec-fetch-site': 'same-origin' }
    const pressed = await fetch(link, { method: 'POST', headers, body: '', redirect: 'manual' })
    const asked = new URL(pressed.headers.get('location') ?? '').searchParams
    expect(asked.get('scope')).toBe(`${cloud.graphUrl}/.default`)
  },
)
