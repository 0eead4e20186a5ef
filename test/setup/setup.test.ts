import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readConfig } from '#platform/config/read-config.ts'
import { demo } from '../../emulator/demo-world.ts'
import {
  callback,
  type Installation,
  idOf,
  publicUrl,
  setIds,
  setsText,
  startInstallation,
  yes,
} from './installation.ts'

const registrationsOf = ({ world }: Installation) => [...world.registrations.values()]
const named = (installation: Installation, name: string) => {
  const found = registrationsOf(installation).filter(({ displayName }) => displayName === name)
  expect(found).toHaveLength(1)
  return found[0] as (typeof found)[number]
}

/** The bot would start with what was written. */
async function readsAsConfig({ environment, folder }: Installation) {
  const values = (await environment()) ?? {}
  return readConfig(values, (file) => readFileSync(`${folder}/${file}`, 'utf8'))
}

describe('npm run setup', () => {
  it('sets a tenant up with five questions, then finds everything in place, repairs, and takes it away again', async () => {
    const installation = await startInstallation()
    const before = installation.snapshot()
    const types = [publicUrl, '', 'bob@cobaltridge.example', '', '']
    const first = await installation.run([], { types })
    expect(first.said).toContain('Read again: everything is in place.')
    expect(first.code, first.said).toBe(0)
    expect(first.questions).toHaveLength(5)
    expect(first.questions[1]).toContain('compare the client IDs')
    expect(first.said).toContain('5 questions asked.')

    const bot = named(installation, 'Grantkeeper')
    const reader = named(installation, 'Grantkeeper Reader')
    expect([bot.multiTenant, reader.multiTenant, reader.redirectUris]).toEqual([false, true, [callback]])
    expect(bot.appRoles.map(({ value }) => value)).toEqual(['Access.Read', 'Events.Read', 'History.Read'])
    for (const clientId of Object.values(setIds))
      expect(installation.world.registrations.get(clientId)?.redirectUris).toContain(callback)

    const config = await readsAsConfig(installation)
    expect(config.bot).toMatchObject({ auth: 'on', clientId: bot.appId })
    expect(config.reader.clientId).toBe(reader.appId)
    expect(config.roles.approver).toEqual([idOf('Alice'), idOf('Bob')])
    expect(config.api.audience).toEqual([bot.appId, `api://${bot.appId}`])
    expect(Object.keys(config.setClientIds).sort()).toEqual(Object.keys(setIds).sort())
    for (const file of ['.env', 'data/keys/bot-key.pem', 'data/keys/reader-key.pem'])
      expect(await installation.modeOf(file)).toBe('600')
    const certificate = new X509Certificate(await installation.read('data/keys/bot-certificate.pem'))
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    const zip = unzipSync(readFileSync(`${installation.folder}/appPackage/build/grantkeeper.zip`))
    expect(strFromU8(zip['manifest.json'] ?? new Uint8Array())).toContain(bot.appId)
    expect(first.said).toContain(
      `--appid ${bot.appId} --tenant-id ${demo.homeTenantId} --endpoint ${publicUrl}/api/messages`,
    )
    expect(first.said).toContain('npm run preflight')

    const made = installation.snapshot()
    const second = await installation.run()
    expect([second.code, second.questions, second.writes]).toEqual([0, [], []])
    expect(second.said).toContain('Everything is in place. Nothing was changed.')

    const [clientId = ''] = Object.values(setIds)
    await installation.control('remove-reply-address', { clientId, redirectUri: callback })
    const third = await installation.run(['--yes'])
    expect([third.code, third.writes]).toEqual([0, [expect.stringMatching(/^PATCH .*\/applications\//)]])
    expect(installation.snapshot()).toEqual(made)

    const gone = await installation.run(['--remove'], { types: ['y'] })
    expect(gone.code, gone.said).toBe(0)
    expect(installation.snapshot()).toEqual(before)
    const leftBehind = ['.env', 'data', 'appPackage/build/grantkeeper.zip'].filter(installation.has)
    expect(leftBehind).toEqual([])
    const again = await installation.run(['--remove'])
    expect([again.code, again.writes]).toEqual([0, []])
    expect(again.said).toContain('Nothing was changed.')
  })

  it('changes nothing in a dry run, and nothing where the person says no', async () => {
    const installation = await startInstallation()
    const before = installation.snapshot()
    const dry = await installation.run([...yes, '--dry-run'])
    expect([dry.code, dry.writes]).toEqual([0, []])
    expect(dry.said).toContain(
      'Create the app registration "Grantkeeper Reader" for the reader (multi-tenant)',
    )
    const no = await installation.run(yes.slice(1), { types: ['', 'no'] })
    expect([no.code, no.writes]).toEqual([1, []])
    expect(installation.snapshot()).toEqual(before)
    expect([installation.has('.env'), installation.has('data')]).toEqual([false, false])
  })

  it('says all that a pipeline has to give, at once', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const ran = await installation.run(['--yes', '--public-url', 'http://grants.example.com'])
    expect([ran.code, ran.writes]).toEqual([2, []])
    expect(ran.said).toMatch(/PUBLIC_URL: This URL isn't encrypted/)
    expect(ran.said).toMatch(/SET_CLIENT_IDS: It isn’t given/)
  })

  it.each([
    ['--public-url', 'http://grants.example.com', 'PUBLIC_URL'],
    ['--public-url', 'grants', 'PUBLIC_URL'],
    ['--sets', 'directory-data=GUID', 'SET_CLIENT_IDS'],
    ['--database-url', 'mysql://x/y', 'DATABASE'],
    ['--website', 'http://www.example.com', 'APP_WEBSITE_URL'],
    ['--managed-identity', 'mine', '--managed-identity'],
  ])('refuses a flag of a pipeline before anybody signs in: %s %s', async (flag, value, named) => {
    const installation = await startInstallation({ hasKeys: true })
    const ran = await installation.run([...yes, flag, value])
    expect([ran.code, ran.writes]).toEqual([2, []])
    expect(ran.said).toContain(`${named}`)
    expect(ran.said).not.toContain('enter the code')
  })

  it('refuses an address of this machine, except for a trial', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const real = { LOGIN_BASE_URL: 'https://login.microsoftonline.us', GRAPH_BASE_URL: '' }
    for (const url of ['http://localhost:3978', 'https://127.0.0.1', 'https://[::1]:443']) {
      const ran = await installation.run([...yes, '--public-url', url], { environment: real })
      expect([ran.code, ran.writes]).toEqual([2, []])
      expect(ran.said).toMatch(/PUBLIC_URL: This address leads to each reader’s own machine/)
    }
    const trial = await installation.run([...yes, '--public-url', 'http://127.0.0.1:3978'])
    expect(trial.code, trial.said).toBe(0)
  })

  it('says where the sign-in could not be reached, and that it is for the person to mend', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const nowhere = 'http://127.0.0.1:2'
    const environment = { LOGIN_BASE_URL: nowhere, GRAPH_BASE_URL: nowhere }
    const ran = await installation.run(yes, { environment })
    expect(ran.code).toBe(1)
    expect(ran.said).toMatch(/Cause: .*ECONNREFUSED.*\n {2}Who: You\n {2}What to do: Check the network/)
  })

  it('keeps a key that can’t be used beside the new one', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.write('data/keys/reader-key.pem', 'only its owner knows the passphrase')
    const ran = await installation.run(yes)
    expect(ran.code, ran.said).toBe(0)
    expect(ran.said).toContain('Both files are kept beside the new ones')
    const kept = readdirSync(`${installation.folder}/data/keys`).filter((name) => name.includes('.until-'))
    expect(kept.map((name) => name.replace(/\.until-.*/, '')).toSorted()).toEqual([
      'reader-certificate.pem',
      'reader-key.pem',
    ])
    const key = kept.find((name) => name.startsWith('reader-key'))
    expect(await installation.read(`data/keys/${key}`)).toBe('only its owner knows the passphrase')
    expect(await installation.modeOf(`data/keys/${key}`)).toBe('600')
  })

  it('says that the history isn’t sealed, until there is a key', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const first = await installation.run(yes)
    expect(first.said).toMatch(/There is no AUDIT_KEY, so the history isn’t sealed/)
    const text = await installation.read('.env')
    const key = 'a key with more than thirty-two characters'
    await installation.write('.env', text.replace('AUDIT_KEY=', `AUDIT_KEY="${key}"`))
    const second = await installation.run(yes)
    expect(second.code, second.said).toBe(0)
    expect(second.said).not.toContain('AUDIT_KEY')
  })

  it('asks again with the reason where an answer can’t be used', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const foreign = setsText.replace(setIds['directory-data'] ?? '', '99999999-0000-4000-8000-000000000009')
    const types = [
      'grants.example.com',
      publicUrl,
      'x',
      foreign,
      setsText,
      'nobody@nowhere.example',
      '',
      'mysql://x/y',
      '',
      'n',
    ]
    const { said, questions } = await installation.run([], { types })
    expect(questions).toHaveLength(10)
    for (const why of [
      "This isn't a URL",
      "isn't in the form set-id=GUID",
      'no app registration with this client ID: directory-data=99999999',
      'nobody with the sign-in name or ID nobody@nowhere.example',
      "isn't the URL of a PostgreSQL database",
    ])
      expect(said).toContain(why)
  })

  it('leaves the consent to whoever may give it, does the rest, and is completed by them', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const olivia = await installation.run(yes, { signer: 'Olivia' })
    expect(olivia.code).toBe(1)
    expect(olivia.said).toMatch(
      /LEFT {2}Consent to the reader.*\n.*can’t consent.*\n.*Who: Global Administrator or Privileged Role/,
    )
    const reader = named(installation, 'Grantkeeper Reader')
    expect(olivia.said).toContain(`/CallAnAPI/appId/${reader.appId}`)
    const alice = await installation.run(['--yes'])
    expect(alice.code, alice.said).toBe(0)
    expect(alice.writes).toHaveLength(2)
  })

  it('waits for replicas, throttling, and passing faults', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.control('settings', { hiddenReads: 2 })
    await installation.control('fault', {
      where: 'graph',
      kind: 'status',
      status: 429,
      retryAfter: '3',
      times: 2,
    })
    const ran = await installation.run(yes)
    expect(ran.code, ran.said).toBe(0)
    expect(ran.said).toContain('Microsoft asks to wait 3 seconds.')
    expect(ran.said).toContain('hasn’t distributed it yet')
  })

  it('does what .env says: a registration of the person’s own is completed and never deleted', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.run(yes)
    const { appId } = named(installation, 'Grantkeeper')
    // As one that was made by hand: it lacks the tag of setup.
    const own = installation.world.registrations.get(appId)
    if (own?.made) own.made.tags = []
    const text = (await installation.read('.env')).replace('SYNC_HOURS=', 'SYNC_HOURS=3')
    const kept = `# mine\n${text}`.replace(/PUBLIC_URL=.*/, `PUBLIC_URL=https://new.example.com`)
    await installation.write('.env', kept)
    const gone = await installation.run(['--remove', '--yes'])
    expect(gone.said).toContain('You have changed PUBLIC_URL since')
    expect(installation.world.registrations.has(appId)).toBe(true)
    expect(registrationsOf(installation).map(({ displayName }) => displayName)).not.toContain(
      'Grantkeeper Reader',
    )
    expect(await installation.environment()).toMatchObject({
      SYNC_HOURS: '3',
      PUBLIC_URL: 'https://new.example.com',
      BOT_ID: '',
    })
  })

  it.each([
    ['BOT_ID=99999999-0000-4000-8000-000000000009', 'this tenant has no such app registration'],
    ['HOME_TENANT_ID=2f2a91c4-0000-4000-8000-000000000001', 'but you signed in to Cobalt Ridge Security'],
    ['LOGIN_BASE_URL=https://login.example.com', 'one Microsoft cloud'],
    ['PUBLIC_URL="open', 'The quote is never closed'],
  ])('stops before it changes anything: %s', async (line, words) => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.write('.env', `${line}\n`)
    const [name, value] = line.split('=')
    const ran = await installation.run([...yes, '--tenant', demo.homeTenantId], {
      environment: name === 'LOGIN_BASE_URL' ? { [name]: value ?? '' } : {},
    })
    expect(ran.code).not.toBe(0)
    expect(ran.said).toContain(words)
    expect([ran.writes, await installation.read('.env')]).toEqual([[], `${line}\n`])
  })

  it('trusts an issuer instead of making certificates', async () => {
    const installation = await startInstallation()
    const args = [...yes, '--federated', 'https://issuer.example,system:serviceaccount:grantkeeper:bot']
    const first = await installation.run(args)
    expect(first.code, first.said).toBe(0)
    expect((await installation.environment())?.READER_FEDERATED_TOKEN_FILE).toContain('azure-identity-token')
    expect([
      installation.has('data/keys/bot-key.pem'),
      await installation.modeOf('data/keys/link-secret'),
    ]).toEqual([false, '600'])
    const second = await installation.run(args)
    expect([second.code, second.writes]).toEqual([0, []])
  })

  it('restores what was deleted, with its client ID, after it asked', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.run(yes)
    const { appId } = named(installation, 'Grantkeeper')
    // The registration is deleted, but not from the deleted items.
    let before = ''
    const lost = await installation.run(['--remove', '--yes'], {
      beforeRequest(method, url) {
        if (method === 'DELETE' && /^DELETE .*\/applications\//.test(before))
          throw new TypeError('fetch failed')
        before = `${method} ${url}`
      },
    })
    expect(lost.code).toBe(1)
    await installation.write('.env', '')
    const refused = await installation.run(yes)
    expect(refused.said).toContain('was deleted; its credentials can’t be read')
    expect([refused.code, refused.writes]).toEqual([1, []])
    const back = await installation.run(yes.slice(1), { types: ['', 'y'] })
    expect(back.code, back.said).toBe(0)
    expect(back.writes.filter((write) => write.endsWith('/restore')).length).toBeGreaterThan(0)
    expect(named(installation, 'Grantkeeper').appId).toBe(appId)
  })

  it('doesn’t use a registration with credentials from elsewhere unless a person says so', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.run(yes)
    const { appId } = named(installation, 'Grantkeeper Reader')
    await installation.control('add-secret', { clientId: appId, secret: 'somebody~elses' })
    await installation.write('.env', '')
    const ran = await installation.run(yes)
    expect([ran.code, ran.writes]).toEqual([1, []])
    expect(ran.said).toContain(`(${appId}), which is there already and has 1 credential from elsewhere`)
    const asked = await installation.run(yes.slice(1), { types: ['', 'n'] })
    expect(asked.said).toContain('If somebody else made it, say no')
    await installation.write('.env', `READER_ID=${appId}\n`)
    expect((await installation.run(yes)).code).toBe(0)
    // A certificate that replaces a broken one is added; the other one stays.
    await installation.write('data/keys/reader-key.pem', 'broken')
    const mended = await installation.run(yes)
    expect(mended.code, mended.said).toBe(0)
    expect(mended.said).toContain('Replace a certificate for the reader')
    expect(installation.world.registrations.get(appId)?.certificates).toHaveLength(2)
  })

  it('doesn’t use a registration that somebody else owns, and can give a credential later', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.run(yes)
    const reader = named(installation, 'Grantkeeper Reader')
    reader.made?.ownerIds.push(idOf('Victor'))
    await installation.write('.env', '')
    const ran = await installation.run(yes)
    expect([ran.code, ran.writes]).toEqual([1, []])
    expect(ran.said).toMatch(/is there already and is owned by Victor .* too/)
    await installation.write('.env', `READER_ID=${reader.appId}\n`)
    expect((await installation.run(yes)).code).toBe(0)
  })

  it('doesn’t use one that somebody else made while it was running', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const ran = await installation.run(yes, {
      afterRequest(method, url) {
        if (method !== 'PATCH' || !url.includes("uniqueName='grantkeeper-reader'")) return
        const reader = named(installation, 'Grantkeeper Reader')
        if (reader.made?.ownerIds.includes(idOf('Victor'))) return
        reader.made?.ownerIds.splice(0, 1, idOf('Victor'))
        throw new TypeError('fetch failed')
      },
    })
    expect(ran.code).toBe(1)
    expect(ran.said).toMatch(/is there already and is owned by Victor .* too/)
    expect(ran.writes.filter((write) => /appRoleAssignedTo|keyCredentials/.test(write))).toEqual([])
  })

  it('takes away nothing that somebody adds to a set’s registration while the plan is read', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const set = () => installation.world.registrations.get(Object.values(setIds).at(-1) ?? '')
    const before = [...(set()?.redirectUris ?? [])]
    /** At the first write, which is about another one: everything was read before. */
    const meanwhile = (address: string) => {
      let isDone = false
      return (method: string) => {
        if (method === 'GET' || isDone) return
        isDone = true
        set()?.redirectUris.push(address)
      }
    }
    const [one, other] = ['https://other.example/one', 'https://other.example/other']
    const ran = await installation.run(yes, { beforeRequest: meanwhile(one) })
    expect(ran.code, ran.said).toBe(0)
    expect(set()?.redirectUris.toSorted()).toEqual([...before, callback, one].toSorted())
    const removed = await installation.run(['--remove', '--yes'], { beforeRequest: meanwhile(other) })
    expect(removed.code, removed.said).toBe(0)
    expect(set()?.redirectUris.toSorted()).toEqual([...before, one, other].toSorted())
  })

  it('tells a person without a role who can help, and undoes nothing', async () => {
    const installation = await startInstallation({ hasKeys: true })
    await installation.control('settings', { deviceConsent: 'given' })
    const ran = await installation.run(yes, { signer: 'Victor' })
    expect(ran.code).toBe(1)
    expect(ran.said).toMatch(/Who: .*Cloud Application Administrator/)
    const alice = await installation.run(yes)
    expect(alice.code, alice.said).toBe(0)
    expect(
      registrationsOf(installation).filter(({ displayName }) => displayName.startsWith('Grantkeeper')),
    ).toHaveLength(2)
  })

  it('says why nobody signed in', async () => {
    const installation = await startInstallation({ hasKeys: true })
    const ran = await installation.run([...yes, '--client-id', '99999999-0000-4000-8000-000000000009'])
    expect(ran.code).toBe(1)
    expect(ran.said).toMatch(/Cause: .*\n {2}Who: .*\n {2}What to do: .*--client-id/)
  })
})
