import { type Exchange, readBody, sendHtml } from '../http.ts'
import { deviceCodePage, devicePage, type PersonChoice } from '../pages/device-page.ts'
import { silentPage } from '../pages/login-error-page.ts'
import { roleName } from '../world/permissions.ts'
import { readDirectory } from '../world/tenants.ts'
import type { World } from '../world/types.ts'
import { decideDevice, rolesOf } from './device-consent.ts'
import { type DeviceSignIn, findDevice } from './device-desk.ts'

/** `GET /common/oauth2/deviceauth`. */
export function answerDevicePage(exchange: Exchange): void {
  log(exchange, 200)
  sendHtml(exchange.response, 200, deviceCodePage())
}

/** `POST /common/oauth2/deviceauth`: first with the code, then with the person and what that person decided. */
export async function answerDeviceChoice(exchange: Exchange): Promise<void> {
  const { world, devices, response } = exchange
  const form = new URLSearchParams(await readBody(exchange.request))
  const typed = form.get('code') ?? ''
  const device = findDevice(devices, typed, world.clock.nowMs())
  log(exchange, 200)
  if (!device) return sendHtml(response, 200, deviceCodePage(typed))
  const person = readPerson(form.get('person') ?? '')
  const decision = form.get('decision')
  if (!person || (decision !== 'accept' && decision !== 'decline')) {
    return sendHtml(response, 200, devicePage(device, peopleFor(world, device)))
  }
  const refused = decideDevice(world, device, person, decision)
  if (refused) return sendHtml(response, 200, devicePage(device, peopleFor(world, device), refused))
  const words =
    decision === 'accept'
      ? `You have signed in to ${device.appName} on your device. You can close this window.`
      : 'You declined. Nobody was signed in. You can close this window.'
  sendHtml(response, 200, silentPage(words))
}

function readPerson(text: string): { tenantId: string; userId: string } | undefined {
  const [tenantId, userId] = text.split('/')
  return tenantId && userId ? { tenantId, userId } : undefined
}

/** The accounts that could sign in to the device, with their directory roles. */
function peopleFor(world: World, device: DeviceSignIn): PersonChoice[] {
  const tenants = [...world.tenants.values()].filter(
    ({ id, deleted }) => !deleted && (device.tenantId === undefined || device.tenantId === id),
  )
  return tenants.flatMap((tenant) => {
    const directory = readDirectory(world, tenant)
    return [...directory.users.values()].map((user) => ({
      value: `${tenant.id}/${user.id}`,
      name: user.displayName,
      roles: rolesOf(directory, user.id).map(roleName),
    }))
  })
}

function log({ world, log, method, url }: Exchange, status: number): void {
  log.add({ at: world.clock.now().toISOString(), service: 'login', method, path: url.pathname, status })
}
