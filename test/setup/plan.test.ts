import { describe, expect, it } from 'vitest'
import { graphAppId } from '#domain/catalog/graph-app-id.ts'
import { setVariables } from '../../scripts/setup/environment-text.ts'
import type { Answers, Found, FoundApp } from '../../scripts/setup/found.ts'
import { apiRoles, readerAsks, replyTag, setupTag } from '../../scripts/setup/marks.ts'
import { planSetup } from '../../scripts/setup/plan.ts'
import { type FoundToRemove, planRemoval } from '../../scripts/setup/plan-removal.ts'
import { wordsOf } from '../../scripts/setup/step-words.ts'

const publicUrl = 'https://grants.example.com'
const callback = `${publicUrl}/consent/callback`
const tenantId = '11111111-0000-4000-8000-000000000001'
const [alice, bob] = ['22222222-0000-4000-8000-000000000001', '22222222-0000-4000-8000-000000000002']
const files = (which: string) => ({
  certificateFile: `data/keys/${which}-certificate.pem`,
  keyFile: `data/keys/${which}-key.pem`,
})
const appIds = { bot: '33333333-0000-4000-8000-0000000000b1', reader: '33333333-0000-4000-8000-0000000000d1' }

const answers: Answers = {
  name: 'Grantkeeper',
  slug: 'grantkeeper',
  publicUrl,
  setClientIds: { 'directory-data': '44444444-0000-4000-8000-000000000001' },
  approvers: [alice, bob],
  database: { variable: 'DATABASE_FILE', value: 'data/grantkeeper.sqlite' },
  credentials: { bot: { kind: 'certificate' }, reader: { kind: 'certificate' } },
  appVariables: { APP_PUBLISHER: 'Contoso' },
  cloudVariables: {},
}

const registration = (change: object = {}) => ({
  id: '55555555-0000-4000-8000-000000000001',
  appId: answers.setClientIds['directory-data'] ?? '',
  displayName: 'Directory data',
  signInAudience: 'AzureADMultipleOrgs',
  web: { redirectUris: [] as string[] },
  identifierUris: [],
  appRoles: [],
  api: null,
  requiredResourceAccess: [],
  tags: [] as string[],
  ...change,
})

/** An empty tenant. */
const nothing: Found = {
  tenant: { id: tenantId, name: 'Contoso', domain: 'contoso.com' },
  person: { id: alice, userPrincipalName: 'alice@contoso.com' },
  registrations: { bot: undefined, reader: undefined },
  graphPrincipalId: 'graph',
  readerRoles: [],
  sets: { 'directory-data': registration() },
  local: {
    environmentText: undefined,
    environment: {},
    pairs: {
      bot: { ...files('bot'), state: 'none', isOurs: true },
      reader: { ...files('reader'), state: 'none', isOurs: true },
    },
    hasLinkSecret: false,
    isPackaged: false,
  },
}

const app = (which: 'bot' | 'reader', change: object = {}): FoundApp => ({
  registration: registration({
    id: `object-${which}`,
    appId: appIds[which],
    uniqueName: `grantkeeper-${which}`,
    displayName: which === 'bot' ? 'Grantkeeper' : 'Grantkeeper Reader',
    signInAudience: which === 'bot' ? 'AzureADMyOrg' : 'AzureADMultipleOrgs',
    tags: [setupTag('grantkeeper')],
    ...(which === 'bot'
      ? { appRoles: apiRoles.map((role) => ({ ...role })), identifierUris: [`api://${appIds.bot}`] }
      : {
          web: { redirectUris: [callback] },
          requiredResourceAccess: [
            {
              resourceAppId: graphAppId,
              resourceAccess: Object.values(readerAsks).map((id) => ({ id, type: 'Role' })),
            },
          ],
        }),
    ...change,
  }),
  isDeleted: false,
  keys: [{ keyId: '1', key: `key-${which}` }],
  secrets: 0,
  trusts: [],
  owners: [],
  principalId: `principal-${which}`,
})

const environment = {
  HOME_TENANT_ID: tenantId,
  BOT_ID: appIds.bot,
  BOT_CERTIFICATE_FILE: files('bot').certificateFile,
  BOT_KEY_FILE: files('bot').keyFile,
  READER_ID: appIds.reader,
  READER_CERTIFICATE_FILE: files('reader').certificateFile,
  READER_KEY_FILE: files('reader').keyFile,
  SET_CLIENT_IDS: `directory-data=${answers.setClientIds['directory-data']?.toUpperCase()}`,
  ROLE_APPROVERS: `${alice}, ${bob.toUpperCase()}`,
  PUBLIC_URL: `${publicUrl}/`,
  DATABASE_FILE: 'data/grantkeeper.sqlite',
  API_AUDIENCE: `${appIds.bot},api://${appIds.bot}`,
  APP_PUBLISHER: 'Contoso',
}

/** Everything is in place. */
const whole: Found = {
  ...nothing,
  registrations: { bot: app('bot'), reader: app('reader') },
  readerRoles: Object.values(readerAsks),
  sets: { 'directory-data': registration({ web: { redirectUris: [callback] } }) },
  local: {
    environmentText: '',
    environment,
    pairs: {
      bot: { ...files('bot'), state: 'good', isOurs: true, key: 'key-bot' },
      reader: { ...files('reader'), state: 'good', isOurs: true, key: 'key-reader' },
    },
    hasLinkSecret: false,
    isPackaged: true,
  },
}

const does = (found: Found, change: Partial<Answers> = {}) =>
  planSetup(found, { ...answers, ...change }).map((step) =>
    'of' in step ? `${step.does} ${step.of}` : step.does,
  )

describe('the plan of setup', () => {
  it('makes everything in an empty tenant, keys first and .env after what it names', () => {
    expect(does(nothing)).toEqual([
      'makeCertificate bot',
      'makeCertificate reader',
      'createRegistration bot',
      'nameApi',
      'createRegistration reader',
      'addCertificate bot',
      'addCertificate reader',
      'createPrincipal bot',
      'createPrincipal reader',
      'consentReader',
      'addReplyAddress',
      'writeEnvironment',
      'buildPackage',
    ])
  })

  it('is empty where everything is in place, however .env writes it', () => {
    expect(planSetup(whole, answers)).toEqual([])
  })

  it('asks for the least: the bot for nothing, the reader for two rights to read', () => {
    const bodies = planSetup(nothing, answers).flatMap((step) =>
      step.does === 'createRegistration' ? [step.body] : [],
    )
    expect(bodies.map(({ signInAudience }) => signInAudience)).toEqual([
      'AzureADMyOrg',
      'AzureADMultipleOrgs',
    ])
    expect(bodies[0]?.requiredResourceAccess).toBeUndefined()
    expect(bodies[0]?.appRoles).toMatchObject([
      { value: 'Access.Read' },
      { value: 'Events.Read' },
      { value: 'History.Read' },
    ])
    expect(bodies[1]).toMatchObject({
      web: { redirectUris: [callback] },
      requiredResourceAccess: [
        {
          resourceAppId: '00000003-0000-0000-c000-000000000000',
          resourceAccess: [
            { id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61', type: 'Role' },
            { id: 'b0afded3-3588-46d8-8b3d-9842eff778da', type: 'Role' },
          ],
        },
      ],
    })
  })

  it('repairs exactly what is missing and keeps what is there', () => {
    const other = { id: 'own', value: 'Own.Role', origin: 'Application' }
    const found = {
      ...whole,
      registrations: {
        bot: app('bot', { appRoles: [other, { ...apiRoles[0] }, { ...apiRoles[2] }] }),
        reader: app('reader', { web: { redirectUris: ['https://other.example/callback'] } }),
      },
      sets: {
        'directory-data': registration({ web: { redirectUris: ['https://suite.example'] }, tags: ['mine'] }),
      },
    }
    expect(planSetup(found, answers)).toEqual([
      {
        does: 'changeRegistration',
        of: 'bot',
        change: {
          appRoles: [
            { id: 'own', value: 'Own.Role' },
            { ...apiRoles[0] },
            { ...apiRoles[2] },
            expect.objectContaining({ value: 'Events.Read' }),
          ],
        },
      },
      {
        does: 'changeRegistration',
        of: 'reader',
        change: { web: { redirectUris: ['https://other.example/callback', callback] } },
      },
      expect.objectContaining({
        does: 'addReplyAddress',
        change: {
          web: { redirectUris: ['https://suite.example', callback] },
          tags: ['mine', setupTag('grantkeeper'), replyTag('grantkeeper', callback)],
        },
      }),
    ])
  })

  it.each([
    ['expired', 'Replace'],
    ['broken', 'Replace'],
  ] as const)('replaces a certificate of its own that is %s', (state, word) => {
    const pairs = { ...whole.local.pairs, bot: { ...files('bot'), state, isOurs: true } }
    const [first, second, ...more] = planSetup({ ...whole, local: { ...whole.local, pairs } }, answers)
    expect([first?.does, second?.does, more]).toEqual(['makeCertificate', 'addCertificate', []])
    expect(first && wordsOf(first, { answers, found: whole }).line).toMatch(new RegExp(`^${word}`))
  })

  it('never touches files that .env names itself', () => {
    const pairs = {
      ...whole.local.pairs,
      bot: { certificateFile: 'mine.pem', keyFile: 'mine.key', state: 'broken', isOurs: false } as const,
    }
    const own = { ...environment, BOT_CERTIFICATE_FILE: 'mine.pem', BOT_KEY_FILE: 'mine.key' }
    expect(does({ ...whole, local: { ...whole.local, pairs, environment: own } })).toEqual([])
  })

  it('restores what was deleted less than 30 days ago instead of making another one', () => {
    const deleted: FoundApp = { ...app('bot'), isDeleted: true, keys: [] }
    expect(does({ ...whole, registrations: { ...whole.registrations, bot: deleted } })).toEqual([
      'restoreRegistration bot',
      'addCertificate bot',
    ])
  })

  it('trusts an issuer instead of a certificate, and has a secret for the links', () => {
    const federated = {
      kind: 'federated',
      issuer: 'https://issuer.example',
      subject: 'bot',
      tokenFile: '/token',
    } as const
    const steps = planSetup(nothing, { ...answers, credentials: { bot: federated, reader: federated } })
    expect(steps.map((step) => step.does)).not.toContain('addCertificate')
    expect(steps.filter((step) => step.does === 'addTrust')).toHaveLength(2)
    const [env] = steps.filter((step) => step.does === 'writeEnvironment')
    const written = Object.fromEntries(env?.changes.map(({ variable, value }) => [variable, value]) ?? [])
    expect(written).toMatchObject({
      BOT_FEDERATED_TOKEN_FILE: '/token',
      LINK_SECRET_FILE: 'data/keys/link-secret',
    })
    expect(written).not.toHaveProperty('BOT_CERTIFICATE_FILE')
  })

  it('names another bot to the access API, unless a person named the audience', () => {
    const before = 'c0000000-0000-4000-8000-000000000009'
    const written = { API_AUDIENCE: `${before},api://${before}` }
    const plan = (environmentText: string) =>
      planSetup(
        { ...whole, local: { ...whole.local, environment: { ...environment, ...written }, environmentText } },
        answers,
      )
    expect(plan('')).toEqual([])
    expect(plan(setVariables('', written, 'Grantkeeper'))).toMatchObject([
      { changes: [{ variable: 'API_AUDIENCE', value: environment.API_AUDIENCE }] },
    ])
  })

  it('makes no registration for a managed identity', () => {
    const managedIdentity = '66666666-0000-4000-8000-000000000001'
    const steps = does(nothing, { managedIdentity })
    expect(steps.filter((step) => / bot$/.test(step))).toEqual([])
  })

  it('empties the variables that would be a second database or credential, and shows it', () => {
    const local = {
      ...whole.local,
      environment: { ...environment, DATABASE_URL: 'postgres://u:secret@h/d', BOT_SECRET: 'x~y' },
    }
    const [step] = planSetup({ ...whole, local }, answers)
    expect(step).toMatchObject({
      changes: [
        { variable: 'DATABASE_URL', value: '' },
        { variable: 'BOT_SECRET', value: '' },
      ],
    })
    const { line } = step ? wordsOf(step, { answers, found: whole }) : { line: '' }
    expect(line).toContain('DATABASE_URL (… becomes nothing), BOT_SECRET (… becomes nothing)')
    expect(line).not.toContain('secret@')
  })
})

describe('the plan of a removal', () => {
  const set = (change: object) => registration({ id: 'set', tags: [setupTag('grantkeeper')], ...change })
  const none: FoundToRemove = {
    slug: 'grantkeeper',
    tagged: [],
    deletedRegistrations: [],
    deletedPrincipals: [],
    principals: [],
    environmentText: undefined,
    sampleText: 'BOT_ID=\n',
    files: [],
    hasFolder: false,
  }

  it('is empty where setup made nothing', () => {
    expect(planRemoval(none)).toEqual([])
    expect(planRemoval({ ...none, environmentText: 'BOT_ID=x\n' })).toEqual([])
  })

  it('takes an address away only where setup added it', () => {
    const own = set({ web: { redirectUris: ['https://own.example', callback] } })
    const marked = set({ ...own, tags: [...own.tags, 'mine', replyTag('grantkeeper', callback)] })
    const [step] = planRemoval({ ...none, tagged: [marked] })
    expect(step).toMatchObject({ change: { web: { redirectUris: ['https://own.example'] }, tags: ['mine'] } })
    const [other] = planRemoval({ ...none, tagged: [own] })
    expect(other).toMatchObject({
      addresses: [],
      change: { web: { redirectUris: ['https://own.example', callback] } },
    })
  })

  it('deletes nothing that has only the name, or only the tag', () => {
    const namesake = app('bot', { tags: [] }).registration
    const tagged = app('bot', { uniqueName: 'somebody-elses' }).registration
    const steps = planRemoval({ ...none, tagged: [tagged], deletedRegistrations: [namesake, tagged] })
    expect(steps.map((step) => step.does)).toEqual(['removeReplyAddress'])
  })

  it('ends what was begun, wherever it stopped', () => {
    const { registration: bot } = app('bot')
    const principal = { id: 'p', appId: bot.appId }
    const doesOf = (change: Partial<FoundToRemove>) =>
      planRemoval({ ...none, ...change }).map((step) => step.does)
    const all = ['deletePrincipal', 'forgetPrincipal', 'deleteRegistration', 'forgetRegistration']
    expect(doesOf({ tagged: [bot], principals: [principal] })).toEqual(all)
    expect(doesOf({ tagged: [bot], deletedPrincipals: [principal] })).toEqual(all.slice(1))
    expect(doesOf({ tagged: [bot] })).toEqual(all.slice(2))
    expect(doesOf({ deletedRegistrations: [bot], deletedPrincipals: [principal] })).toEqual([
      'forgetPrincipal',
      'forgetRegistration',
    ])
    expect(doesOf({ deletedRegistrations: [bot] })).toEqual(['forgetRegistration'])
  })

  it('deletes .env where nothing else is in it, and files that no line of a person names', () => {
    const text = setVariables(
      'BOT_ID=\n',
      { BOT_ID: appIds.bot, BOT_KEY_FILE: 'data/keys/bot-key.pem' },
      'Grantkeeper',
    )
    const keys = ['data/keys/bot-key.pem']
    expect(planRemoval({ ...none, environmentText: text, files: keys })).toMatchObject([
      { does: 'deleteFile', file: 'data/keys/bot-key.pem' },
      { does: 'cleanEnvironment', text: undefined },
    ])
    const own = `BOT_KEY_FILE=data/keys/bot-key.pem\n${setVariables('', { BOT_ID: appIds.bot }, 'Grantkeeper')}`
    expect(planRemoval({ ...none, environmentText: own, files: keys })).toMatchObject([
      { does: 'cleanEnvironment', text: 'BOT_KEY_FILE=data/keys/bot-key.pem\n' },
    ])
  })
})
