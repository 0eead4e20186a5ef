import { describe, expect, it } from 'vitest'
import { type Installation, setIds, startInstallation, yes } from './installation.ts'

const lost = (): never => {
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error(), { code: 'ECONNRESET' }),
  })
}

describe('setup that breaks off', () => {
  it.each(['beforeRequest', 'afterRequest'] as const)(
    'goes on at every write, and makes nothing twice (%s)',
    async (when) => {
      const installation = await startInstallation({ hasKeys: true })
      const empty = installation.snapshot()
      const whole = await installation.run(yes)
      const made = countsOf(installation)
      await installation.run(['--remove', '--yes'])
      expect(installation.snapshot()).toEqual(empty)
      // Each run gets one write further than the one before.
      const most = when === 'beforeRequest' ? 1 : 0
      let broken = 0
      for (; broken <= whole.writes.length; broken += 1) {
        const ran = await installation.run(yes, {
          [when]: (_: string, __: string, count: number) => count > most && lost(),
        })
        if (ran.code === 0) break
        expect(ran.said).toContain('nothing is made twice')
      }
      expect(broken).toBeGreaterThan(10)
      const last = await installation.run(yes)
      expect(last.code, last.said).toBe(0)
      expect(countsOf(installation)).toEqual(made)
      expect((await installation.run(['--remove', '--yes'])).code).toBe(0)
      expect(installation.snapshot()).toEqual(empty)
    },
  )
})

describe('a removal that breaks off', () => {
  it('leads on to the rest of the removal, and at the end says what setup did not make', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.run(yes)
    const loseSecond = { beforeRequest: (_: string, __: string, count: number) => count > 1 && lost() }
    const broken = await installation.run(['--remove', '--yes'], loseSecond)
    expect(broken.code).toBe(1)
    expect(broken.said).toContain('Run npm run setup -- --remove again')
    // Without the flag, it would all be made again.
    expect(broken.said).not.toMatch(/npm run setup(?! -- --remove)/)
    const last = await installation.run(['--remove', '--yes'])
    expect(last.code, last.said).toBe(0)
    expect(last.said).toContain('the enterprise applications in other tenants')
  })
})

describe('setup whose answers get lost', () => {
  it.each([[[] as string[]], [['--federated', 'https://issuer.example,bot']]])(
    'sends again what was carried out already, once: %j',
    async (more) => {
      const installation = await startInstallation({ hasKeys: true })
      const empty = installation.snapshot()
      const loseFirst = { afterRequest: (_: string, __: string, count: number) => count % 2 === 1 && lost() }
      const ran = await installation.run([...yes, ...more], loseFirst)
      expect(ran.code, ran.said).toBe(0)
      const rolesOf = (snapshot: unknown) => (snapshot as { principals: { roles: unknown[] }[] }).principals
      const made = rolesOf(installation.snapshot())
      expect(made.length - rolesOf(empty).length).toBe(2)
      expect(made.map(({ roles }) => roles.length).filter((roles) => roles > 0)).toEqual([2])
      const gone = await installation.run(['--remove', '--yes'], loseFirst)
      expect(gone.code, gone.said).toBe(0)
      expect(installation.snapshot()).toEqual(empty)
    },
  )
})

describe('two installations in one tenant', () => {
  it('know what is theirs, and one may use an app that the other made', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const empty = installation.snapshot()
    expect((await installation.run([...yes, '--name', 'Other'])).code).toBe(0)
    const other = (await installation.environment())?.BOT_ID ?? ''
    await installation.write('.env', `BOT_ID=${other}\n`)
    const ran = await installation.run(yes)
    expect(ran.code, ran.said).toBe(0)
    const names = () => [...installation.world.registrations.values()].map(({ displayName }) => displayName)
    expect(
      names()
        .filter((name) => /^(Grantkeeper|Other)/.test(name))
        .sort(),
    ).toEqual(['Grantkeeper Reader', 'Other', 'Other Reader'])
    expect((await installation.run(['--remove', '--yes'])).code).toBe(0)
    expect(names()).toContain('Other')
    expect(names()).not.toContain('Grantkeeper Reader')
    expect(await installation.environment()).toMatchObject({ BOT_ID: other })
    expect((await installation.run(['--remove', '--yes', '--name', 'Other'])).code).toBe(0)
    expect(installation.snapshot()).toEqual(empty)
  })

  it('keep their addresses in the registrations of the sets, their keys, and .env, whichever is taken away', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const addresses = () => installation.world.registrations.get(setIds['directory-data'] ?? '')?.redirectUris
    const before = addresses()
    expect((await installation.run(yes)).code).toBe(0)
    const alone = addresses()
    const text = await installation.read('.env')
    const mixed = await installation.run([...yes, '--name', 'Other'])
    expect([mixed.code, mixed.writes]).toEqual([2, []])
    expect(mixed.said).toContain('This is the folder of "Grantkeeper"')
    await installation.write('.env', '')
    const other = ['--name', 'Other', '--public-url', 'https://other.example.com']
    expect((await installation.run([...yes, ...other])).code).toBe(0)
    expect(addresses()).toEqual([...(alone ?? []), 'https://other.example.com/consent/callback'])
    // In the folder of the first one: what is there is that one's.
    await installation.write('.env', text)
    expect((await installation.run(['--remove', '--yes', '--name', 'Other'])).code).toBe(0)
    expect(addresses()).toEqual(alone)
    expect(await installation.read('.env')).toBe(text)
    expect(installation.has('data/keys/reader-key.pem')).toBe(true)
    expect((await installation.run(['--remove', '--yes'])).code).toBe(0)
    expect(installation.has('data/keys/reader-key.pem')).toBe(false)
    expect(addresses()).toEqual(before)
  })
})

/** What must be there once: registrations with their certificates and addresses, service principals, grants. */
function countsOf(installation: Installation) {
  const snapshot = installation.snapshot() as { principals: { roles: unknown[] }[]; deleted: unknown[] }
  return {
    registrations: [...installation.world.registrations.values()]
      .map(
        (one) =>
          `${one.displayName}: ${one.certificates.length}, ${one.redirectUris.length}, ${one.appRoles.length}`,
      )
      .sort(),
    principals: snapshot.principals.map(({ roles }) => roles.length).sort(),
    deleted: snapshot.deleted,
  }
}
