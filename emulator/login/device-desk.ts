import { randomBytes, randomInt } from 'node:crypto'

/** A person who has signed in to a device. */
export interface SignedIn {
  tenantId: string
  userId: string
}

/** One sign-in of a device, from its code to its token. */
export interface DeviceSignIn {
  deviceCode: string
  userCode: string
  clientId: string
  appName: string
  /** Absent for `organizations`: the account decides. */
  tenantId?: string
  /** Names of Graph's delegated permissions. */
  scopes: readonly string[]
  /** `openid`, `profile`, `email`, `offline_access`. */
  protocolScopes: readonly string[]
  startedAtMs: number
  polledAtMs?: number
  state: 'pending' | 'declined' | SignedIn
}

/** The devices of one emulator that wait for a person. */
export interface DeviceDesk {
  waiting: Map<string, DeviceSignIn>
  /** By refresh token. */
  refreshable: Map<string, DeviceSignIn & { state: SignedIn }>
}

export const makeDeviceDesk = (): DeviceDesk => ({ waiting: new Map(), refreshable: new Map() })

/** Where a person enters the code. */
export const devicePath = '/common/oauth2/deviceauth'
export const deviceLifeSeconds = 900
const keptDevices = 1000

/** Stores a sign-in that waits; beyond a thousand, the oldest is removed. */
export function openDevice(
  desk: DeviceDesk,
  facts: Omit<DeviceSignIn, 'deviceCode' | 'userCode' | 'state'>,
): DeviceSignIn {
  const oldest = desk.waiting.keys().next().value
  if (desk.waiting.size >= keptDevices && oldest !== undefined) desk.waiting.delete(oldest)
  const deviceCode = randomBytes(60).toString('base64url')
  const device: DeviceSignIn = { ...facts, deviceCode, userCode: makeUserCode(), state: 'pending' }
  desk.waiting.set(deviceCode, device)
  return device
}

/** Without the signs that look alike. */
const signs = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const makeUserCode = (): string =>
  Array.from({ length: 9 }, () => signs[randomInt(signs.length)] ?? '').join('')

/** By the code that a person typed, in any case and with any blanks and hyphens. */
export function findDevice(desk: DeviceDesk, typed: string, nowMs: number): DeviceSignIn | undefined {
  const code = typed.replace(/[\s-]/g, '').toUpperCase()
  const device = [...desk.waiting.values()].find(({ userCode }) => userCode === code)
  return device && device.state === 'pending' && !isExpired(device, nowMs) ? device : undefined
}

export const isExpired = ({ startedAtMs }: DeviceSignIn, nowMs: number): boolean =>
  nowMs - startedAtMs >= deviceLifeSeconds * 1000
