import { vi } from 'vitest'
import type { Card } from '../../cards/render.ts'
import { consent, makeBrowser } from '../support/browser.ts'
import { buttonsOf, elementsOf } from '../support/card-parts.ts'
import { query } from '../support/facts.ts'
import type { BotMessage } from '../support/fake-connector.ts'
import type { TeamsPerson } from '../support/fake-teams.ts'
import { fullNameOf, tenantIdOf } from '../support/whole-app.ts'
import type { CrashWorld } from './crash-world.ts'
import type { Scene } from './scene.ts'

export interface Flow {
  name: string
  /** It does the same for each tenant: a few are enough to stop at every step of it. */
  ofAllTenants?: true
  play(scene: Scene): Play
}

/** What the people of a scene do, again and again if they must, until it is done. */
export interface Play {
  /** What happens before anything is counted. */
  prepare?(world: CrashWorld): Promise<void>
  /** One attempt, from what Teams shows now. Rejects when the bot dies under it. */
  attempt(world: CrashWorld): Promise<void>
  isDone(world: CrashWorld): boolean
  /** The act that must stand in the audit exactly once when the flow is done, however often it was tried. */
  act: string
  /** Where it is done; undefined: everywhere. */
  where?: Place
}

export interface Place {
  tenant: string
  tenantId: string
  set: string
  setId: string
}

const sets = {
  'user-device-activity': 'User, device and activity',
  'account-actions': 'Account actions',
  'protected-content': 'Labels and protected content',
  'directory-data': 'Directory data',
} as const

export const place = (tenant: string, setId: keyof typeof sets): Place => ({
  tenant: fullNameOf(tenant),
  tenantId: tenantIdOf(tenant),
  setId,
  set: sets[setId],
})

export function statusOf(world: CrashWorld, { tenantId, setId }: Place): string | undefined {
  const sql = 'select status from grants where tenant_id = ? and set_id = ?'
  return query<{ status: string }>(world, sql, tenantId, setId)[0]?.status
}

/** When this act was done, each time. */
export const timesOf = (world: CrashWorld, action: string): string[] =>
  query<{ at: number }>(world, 'select at from audit where action = ? order by id', action).map(
    ({ at }) => `${action} at ${at}`,
  )

const toGrant = [
  place('Fabrikam', 'user-device-activity'),
  place('Contoso', 'user-device-activity'),
  place('Contoso', 'protected-content'),
  place('Litware', 'protected-content'),
]

/** `Update permissions` or `Grant`. A link that was used up and led nowhere is taken back and made anew, as the card offers. */
export const grant: Flow = {
  name: 'grant',
  play: ({ chance, actor }) => {
    const where = chance.pick(toGrant)
    const { tenant, setId } = where
    return {
      where,
      attempt: async (world) => {
        const driver = world.teams.as(actor)
        const card = await ask(world, actor, `status ${tenant}`, 'tenant.show')
        const isOut = statusOf(world, where) === 'granting'
        const shown = isOut
          ? await driver.click(card, 'consent.show')
          : await driver.click(
              await driver.click(card, { verb: 'grant.plan', data: { setId } }),
              'grant.start',
            )
        const link = linkOf(shown)
        if (link) await consent(makeBrowser(), link, { decision: 'accept' })
        else if (isOut) await driver.click(shown, 'consent.cancel')
      },
      isDone: (world) => statusOf(world, where) === 'granted',
      act: 'consent.verified',
    }
  },
}

/** Types a line and gives the card that comes with this button. Others may come before, from what else goes on. */
export async function ask(
  { teams }: CrashWorld,
  person: TeamsPerson,
  text: string,
  verb: string,
): Promise<BotMessage> {
  const driver = teams.as(person)
  const first = await driver.ask(text)
  const fits = (card: Card): boolean => buttonsOf(card).some((button) => button.verb === verb)
  return fits(first.card) ? first : teams.nextCard(driver.conversationId, fits)
}

/** The consent link on a card, if one is still to be opened. */
export function linkOf({ card }: BotMessage): string | undefined {
  const links = elementsOf(card).filter(({ type }) => type === 'Action.OpenUrl')
  const open = links.find(({ url }) => String(url).includes('/consent/'))
  return open && String(open.url)
}

/** Granted, and without anything wrong. */
export const granted = ['Fabrikam', 'Adatum', 'Woodgrove', 'Humongous'].flatMap((tenant) =>
  tenant === 'Woodgrove'
    ? [place(tenant, 'account-actions')]
    : [place(tenant, 'account-actions'), place(tenant, 'protected-content')],
)

export const block: Flow = {
  name: 'block',
  play: ({ chance, actor }) => {
    const where = chance.pick(granted)
    return {
      where,
      attempt: async (world) => {
        const driver = world.teams.as(actor)
        const card = await ask(world, actor, `block "${where.set}" in ${where.tenant}`, 'grant.confirmBlock')
        await driver.click(card, 'grant.confirmBlock')
      },
      isDone: (world) => statusOf(world, where) === 'blocked',
      act: 'grant.block',
    }
  },
}

/** Asked by an operator, released by another person: the act is the requester's, once. */
export const request: Flow = {
  name: 'request',
  play: ({ chance, actor, operator }) => {
    const where = chance.pick(granted)
    return {
      where,
      attempt: async (world) => {
        const [asks, decides] = [world.teams.as(operator), world.teams.as(actor)]
        if (query(world, 'select 1 from requests').length === 0) {
          const form = await ask(world, operator, `block "${where.set}" in ${where.tenant}`, 'request.make')
          await asks.click(form, 'request.make', { reason: 'The vendor reported a stolen key' })
        }
        await decides.ask('whoami')
        const list = await ask(world, actor, 'requests', 'request.list')
        const shown = await decides.click(list, 'request.show')
        await decides.click(shown, 'request.approve')
      },
      isDone: (world) => statusOf(world, where) === 'blocked',
      act: 'request.approve',
    }
  },
}

export const reset: Flow = {
  name: 'reset',
  play: ({ chance, actor }) => {
    // A link of Bob is out: it is taken back.
    const where = place('Woodgrove', 'protected-content')
    const isTyped = chance.pick([true, false])
    const { tenant, set, setId } = where
    return {
      where,
      attempt: async (world) => {
        const driver = world.teams.as(actor)
        if (isTyped) await driver.ask(`reset "${set}" in ${where.tenantId}`)
        else {
          const card = await ask(world, actor, `status ${tenant}`, 'grant.reset')
          await driver.click(card, { verb: 'grant.reset', data: { setId } })
        }
      },
      isDone: (world) => timesOf(world, 'grant.reset').length > 0 && statusOf(world, where) === 'notGranted',
      act: 'grant.reset',
    }
  },
}

export const sync: Flow = {
  name: 'sync',
  ofAllTenants: true,
  play: ({ actor }) => ({
    attempt: async (world) => {
      // A round goes on by itself; who asks again when it has just ended asks for another one.
      if (hasRound(world, "state = 'running'"))
        await vi.waitUntil(() => !hasRound(world, "state = 'running'"), { timeout: 60_000, interval: 100 })
      else await world.teams.as(actor).ask('sync all')
    },
    isDone: (world) =>
      hasRound(world, "state = 'done' and done = total and total = (select count(*) from tenants)"),
    act: 'sync.all',
  }),
}

const hasRound = (world: CrashWorld, where: string): boolean =>
  query(world, `select 1 from sync_runs where tenant_id is null and ${where}`).length > 0
