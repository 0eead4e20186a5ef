import { createHash, X509Certificate } from 'node:crypto'
import { demo } from '../../emulator/demo-world.ts'
import type { World } from '../../emulator/world/types.ts'
import { type FakeChannel, startFakeChannel } from './fake-channel.ts'
import type { FakeTeamsOptions } from './fake-teams.ts'

/** A bot with authentication, in an emulated cloud: only the URLs differ from production. */
export interface Guard {
  channel: FakeChannel
  /** Variables in addition to the demo's, including the bot's credential. */
  environment: Readonly<Record<string, string>>
  /** Adds the credential to the bot's registration. */
  register(world: World): void
  speakers(): Pick<FakeTeamsOptions, 'botId' | 'authorization'>
  /** The channel issues its tokens for this service URL, by this clock. */
  met(serviceUrl: string, clock: () => Date): void
}

export const channelApi = 'https://api.botframework.com'

export async function makeGuard(
  environment: Readonly<Record<string, string>>,
  register: Guard['register'],
): Promise<Guard> {
  let serviceUrl = ''
  let now = () => new Date()
  const channel = await startFakeChannel({ serviceUrl: () => serviceUrl, now: () => now() })
  return {
    channel,
    environment,
    register,
    speakers: () => ({
      botId: `28:${demo.bot.clientId}`,
      authorization: async () => `Bearer ${await channel.sign()}`,
    }),
    met: (url, clock) => {
      serviceUrl = url
      now = clock
    },
  }
}

/** The variables, once the emulated Entra knows the bot's credential and the channel as an API. */
export function guardedEnvironment(world: World, guard: Guard): Readonly<Record<string, string>> {
  guard.register(world)
  registerChannel(world)
  return {
    BOT_AUTH: 'on',
    SERVICE_HOSTS: '127.0.0.1',
    CHANNEL_METADATA_URL: guard.channel.place.metadataUrl,
    ...guard.environment,
  }
}

export function registrationOf(world: World, clientId: string) {
  const registration = world.registrations.get(clientId)
  if (!registration) throw new Error(`Expected an app ${clientId} in the demo`)
  return registration
}

const inAYear = Date.now() + 365 * 86_400_000

export function addSecret(world: World, clientId: string, value: string): void {
  registrationOf(world, clientId).secrets.push({ value, endsAtMs: inAYear })
}

export function addCertificate(world: World, clientId: string, pem: string): void {
  const { raw, publicKey } = new X509Certificate(pem)
  registrationOf(world, clientId).certificates.push({
    thumbprint: createHash('sha256').update(raw).digest('hex'),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    endsAtMs: inAYear,
  })
}

/** Every tenant has a service principal of Microsoft's channel. */
function registerChannel(world: World): void {
  const bot = registrationOf(world, demo.bot.clientId)
  const appId = '1a1a1a1a-0000-4000-8000-0000000000f1'
  world.registrations.set(appId, { ...bot, appId, key: 'channel', identifierUris: [channelApi], secrets: [] })
  const home = world.tenants.get(world.homeTenantId)
  if (!home) throw new Error('Expected a home tenant')
  const principals = new Map(home.directory.principals)
  for (const id of [appId, demo.bot.clientId]) {
    const like = principals.get(id) ?? principals.get(demo.bot.clientId) ?? [...principals.values()][0]
    if (!like) throw new Error('Expected a service principal in the home tenant')
    principals.set(id, { ...like, appId: id, id: `${id.slice(0, -4)}9999`, roles: [], scopes: [] })
  }
  home.directory = { ...home.directory, principals }
}
