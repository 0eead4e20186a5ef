import { describe, expect, test } from 'vitest'
import { demo } from '../../../emulator/demo-world.ts'
import { getRegistration } from '../../../emulator/world/change-registrations.ts'
import { clientIdOf, openMicrosoft, requirements } from '../../support/microsoft.ts'

const appId = clientIdOf('directory-data')
const readOne = async (microsoft: Awaited<ReturnType<typeof openMicrosoft>>) => {
  const read = await microsoft.directory.readRegistrations([appId])
  if (!read.read) throw new Error(read.outcome.name)
  return read.value[appId]
}

describe('registrations in the home tenant', () => {
  test('are read in one batch under a token of the home tenant', async () => {
    const microsoft = await openMicrosoft()
    const read = await microsoft.directory.readRegistrations(requirements.map(({ clientId }) => clientId))
    expect(Object.keys(read.read ? read.value : {})).toHaveLength(5)
    const entries = microsoft.entries()
    expect(entries.map(({ service, status, tenantId }) => [service, status, tenantId])).toEqual([
      ['login', 200, demo.homeTenantId],
      ['graph', 200, demo.homeTenantId],
    ])
  })

  test('say what is asked for, who may install it and where it answers', async () => {
    const microsoft = await openMicrosoft()
    expect(await readOne(microsoft)).toMatchObject({
      multiTenant: true,
      isDisabled: false,
      redirectUris: ['http://127.0.0.1:3978/consent/callback'],
    })
    const registration = getRegistration(microsoft.world, appId)
    Object.assign(registration, { multiTenant: false, isDisabled: true, redirectUris: [], required: [] })
    expect(await readOne(microsoft)).toEqual({
      requiredResourceAccess: [],
      multiTenant: false,
      isDisabled: true,
      redirectUris: [],
    })
  })

  test('say when the last credential ends: several are valid while they are rotated', async () => {
    const microsoft = await openMicrosoft()
    const endsAtMs = microsoft.clock.nowMs() + 1_000
    const registration = getRegistration(microsoft.world, appId)
    registration.secrets = [
      { value: 'a', endsAtMs },
      { value: 'b', endsAtMs: endsAtMs + 5_000 },
    ]
    expect((await readOne(microsoft))?.credentialEndsAt).toEqual(new Date(endsAtMs + 5_000))
  })

  test('are read more often than their keys may be, where a person waits', async () => {
    const microsoft = await openMicrosoft()
    const outcomes = new Set<string>()
    for (let time = 0; time < 160; time += 1) {
      const read = await microsoft.directory.readRegistrations([appId], 'list')
      outcomes.add(read.read ? 'read' : read.outcome.name)
    }
    expect([...outcomes]).toEqual(['read'])
  })

  test('whose answer lacks a field say which, and nothing that it contains', async () => {
    const microsoft = await openMicrosoft()
    const registration = getRegistration(microsoft.world, appId)
    registration.redirectUris = [{ secret: 'x' } as unknown as string]
    const read = await microsoft.directory.readRegistrations([appId])
    expect(read).toEqual({
      read: false,
      outcome: { service: 'graph', name: 'answerUnreadable', class: 'passing', field: 'web.redirectUris' },
    })
  })

  test('that are not there are undefined, keyed as they were asked for', async () => {
    const microsoft = await openMicrosoft()
    const loud = appId.toUpperCase()
    const nobody = '0a0a0a0a-0000-4000-8000-0000000000ff'
    const read = await microsoft.directory.readRegistrations([loud, nobody])
    expect(read).toMatchObject({ read: true, value: { [loud]: { multiTenant: true }, [nobody]: undefined } })
    expect(Object.keys(read.read ? read.value : {})).toEqual([loud, nobody])
  })

  test('one that could not be read leaves all unread: half a list must not look like a short one', async () => {
    const microsoft = await openMicrosoft()
    const path = `/applications(appId='${appId}')`
    microsoft.fault('part', { kind: 'status', status: 403 }, { path })
    const ids = requirements.map(({ clientId }) => clientId)
    expect(await microsoft.directory.readRegistrations(ids)).toMatchObject({
      read: false,
      outcome: { name: 'readerRightMissing' },
    })
    microsoft.world.faults = []
    microsoft.fault('part', { kind: 'missing' }, { path })
    expect(await microsoft.directory.readRegistrations(ids)).toMatchObject({
      outcome: { name: 'partMissing' },
    })
  })

  test('of a home tenant that gives no token are unread', async () => {
    const microsoft = await openMicrosoft()
    microsoft.fault('token', { kind: 'aadsts', code: 7000222, status: 401 })
    expect(await microsoft.directory.readRegistrations([appId])).toMatchObject({
      outcome: { name: 'secretExpired' },
    })
  })
})
