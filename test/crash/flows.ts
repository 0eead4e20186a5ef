import { consent, makeBrowser } from '../support/browser.ts'
import { elementsOf } from '../support/card-parts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { Driver } from '../support/fake-teams.ts'
import { people, tenantIdOf } from '../support/whole-app.ts'
import type { CrashWorld } from './crash-world.ts'

/** What a person does, again and again if they must, until it is done. */
export interface Flow {
  name: string
  /** One attempt, from what Teams shows now. Rejects when the bot dies under it. */
  attempt(alice: Driver, world: CrashWorld): Promise<void>
  isDone(world: CrashWorld): boolean
  /** The act that must stand in the audit exactly once when the flow is done, however often it was tried. */
  act: string
}

const fabrikam = tenantIdOf('Fabrikam')
const contoso = tenantIdOf('Contoso')

function statusOf(world: CrashWorld, tenantId: string, setId: string): string | undefined {
  const sql = 'select status from grants where tenant_id = ? and set_id = ?'
  return world.query<{ status: string }>(sql, tenantId, setId)[0]?.status
}

export const countAudit = (world: CrashWorld, action: string): number =>
  world.query('select 1 from audit where action = ?', action).length

const setId = 'user-device-activity'

/** `Update permissions`. A link that was used up and led nowhere is taken back and made anew, as the card offers. */
export const grant: Flow = {
  name: 'grant',
  attempt: async (alice, world) => {
    const card = await alice.ask('status Fabrikam')
    const isOut = statusOf(world, fabrikam, setId) === 'granting'
    const shown = isOut
      ? await alice.click(card, 'consent.show')
      : await alice.click(await alice.click(card, { verb: 'grant.plan', data: { setId } }), 'grant.start')
    const link = linkOf(shown)
    if (link) await consent(makeBrowser(), link, { decision: 'accept' })
    else if (isOut) await alice.click(shown, 'consent.cancel')
  },
  isDone: (world) => statusOf(world, fabrikam, setId) === 'granted',
  act: 'consent.verified',
}

/** The consent link on a card, if one is still to be opened. */
function linkOf({ card }: BotMessage): string | undefined {
  const links = elementsOf(card).filter(({ type }) => type === 'Action.OpenUrl')
  const open = links.find(({ url }) => String(url).includes('/consent/'))
  return open && String(open.url)
}

export const block: Flow = {
  name: 'block',
  attempt: async (alice) => {
    const card = await alice.ask('block "Account actions" in Fabrikam')
    await alice.click(card, 'grant.confirmBlock')
  },
  isDone: (world) => statusOf(world, fabrikam, 'account-actions') === 'blocked',
  act: 'grant.block',
}

/** Asked by an operator, released by another person: the act is the requester's, once. */
export const request: Flow = {
  name: 'request',
  attempt: async (_, world) => {
    const [olivia, bob] = [world.teams.as(people.olivia), world.teams.as(people.bob)]
    if (world.query('select 1 from requests').length === 0) {
      const form = await olivia.ask('block "Account actions" in Fabrikam')
      await olivia.click(form, 'request.make', { reason: 'The vendor reported a stolen key' })
    }
    await bob.ask('whoami')
    const list = await bob.ask('requests')
    const shown = await bob.click(list, 'request.show')
    await bob.click(shown, 'request.approve')
  },
  isDone: (world) => statusOf(world, fabrikam, 'account-actions') === 'blocked',
  act: 'request.approve',
}

export const reset: Flow = {
  name: 'reset',
  attempt: async (alice) => {
    const card = await alice.ask('status Contoso')
    await alice.click(card, { verb: 'grant.reset', data: { setId: 'account-actions' } })
  },
  // The app is still disabled in Entra: evaluated afresh, it is an error again.
  isDone: (world) =>
    countAudit(world, 'grant.reset') > 0 && statusOf(world, contoso, 'account-actions') === 'error',
  act: 'grant.reset',
}

export const sync: Flow = {
  name: 'sync',
  attempt: async (alice) => {
    await alice.ask('sync all')
  },
  isDone: (world) =>
    world.query("select 1 from sync_runs where state = 'done' and done = 12 and total = 12").length > 0,
  act: 'sync.all',
}
