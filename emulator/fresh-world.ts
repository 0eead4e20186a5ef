import type { VirtualClock } from './clock.ts'
import rows from './data/demo.json' with { type: 'json' }
import { register, registerSets } from './demo-registrations.ts'
import { addPeople, addPlainTenant, demo, install } from './demo-world.ts'
import { makeGuid } from './guid.ts'
import { setDirectoryRole } from './world/change-people.ts'
import { makeEmptyWorld } from './world/tenants.ts'
import type { Tenant, World } from './world/types.ts'

/** Which people of the home tenant hold which directory role; the others hold none. */
const roleHolders = [
  ['Alice', 'Global Administrator'],
  ['Bob', 'Privileged Role Administrator'],
  ['Olivia', 'Cloud Application Administrator'],
] as const

/**
 * A publisher before the first day: its people, the registrations of its sets, and customers that have consented to nothing.
 * There is no bot and no reader. `redirectUri`: what the sets list already.
 */
export function makeFreshWorld(options: { clock?: VirtualClock; redirectUri?: string } = {}): World {
  const world = makeEmptyWorld({
    homeTenantId: demo.homeTenantId,
    ...(options.clock && { clock: options.clock }),
    seed: () => makeFreshWorld({ ...options, clock: world.clock }),
  })
  registerSets(world, options.redirectUri === undefined ? [] : [options.redirectUri])
  const { id, displayName, domain } = rows.home
  const home = addPlainTenant(world, { id, displayName, domains: [domain] })
  addChannel(world, home)
  addPeople(world, home)
  for (const [name, role] of roleHolders) {
    const person = demo.people.find((one) => one.name.startsWith(`${name} `))
    if (!person) throw new Error(`the demo has no ${name}`)
    setDirectoryRole(world, home, { userId: person.id, role, holds: true })
  }
  for (const tenant of [...rows.tenants, ...rows.otherTenants]) {
    addPlainTenant(world, { id: tenant.id, displayName: tenant.displayName, domains: [tenant.domain] })
  }
  return world
}

/** Stands for the service behind this address, whose tokens the bot needs to answer. Its own ID isn't published. */
const channel = { appId: makeGuid('api.botframework.com'), uri: 'https://api.botframework.com' }

function addChannel(world: World, home: Tenant): void {
  const microsoft = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'
  const facts = {
    key: 'channel',
    part: 'home',
    displayName: 'Bot Framework',
    homeTenantId: microsoft,
  } as const
  const more = {
    appId: channel.appId,
    identifierUris: [channel.uri],
    redirectUris: [],
    secrets: [],
    required: [],
  }
  register(world, { ...facts, ...more })
  install(world, home, channel.appId, [])
}
