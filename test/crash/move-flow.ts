import { consent, makeBrowser } from '../support/browser.ts'
import { query } from '../support/facts.ts'
import type { CrashWorld } from './crash-world.ts'
import { ask, type Flow, linkOf, place, statusOf } from './flows.ts'

/** Mobile Security works in one tenant, and that is this one. */
const before = place('Adatum', 'directory-data')
const targets = ['Fabrikam', 'Northwind'].map((tenant) => place(tenant, 'directory-data'))

/** Blocked there and a link for here, at once or not at all. A link that was used up is taken back and made anew. */
export const move: Flow = {
  name: 'move',
  play: ({ chance, actor }) => {
    const where = chance.pick(targets)
    return {
      where,
      attempt: async (world) => {
        const isBlocked = assertWhole(world)
        const driver = world.teams.as(actor)
        if (statusOf(world, where) === 'granting') {
          const card = await ask(world, actor, `status ${where.tenant}`, 'consent.show')
          const shown = await driver.click(card, 'consent.show')
          const link = linkOf(shown)
          if (link) await consent(makeBrowser(), link, { decision: 'accept' })
          else await driver.click(shown, 'consent.cancel')
          return
        }
        const verb = isBlocked ? 'grant.start' : 'move.start'
        const plan = await ask(world, actor, `move Mobile Security to ${where.tenant}`, verb)
        const link = linkOf(await driver.click(plan, verb))
        if (link) await consent(makeBrowser(), link, { decision: 'accept' })
      },
      isDone: (world) => statusOf(world, where) === 'granted' && assertWhole(world),
      act: 'grant.block',
    }
  },
}

/** True once it was moved. */
function assertWhole(world: CrashWorld): boolean {
  const isBlocked = statusOf(world, before) === 'blocked'
  const links = query(world, "select 1 from consents where set_id = 'directory-data'").length
  if (isBlocked !== links > 0) throw new Error(`Expected both or none: blocked ${isBlocked}, links ${links}`)
  return isBlocked
}
