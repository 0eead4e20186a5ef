import { setTimeout as pause } from 'node:timers/promises'

/** An app of the suite as its owner makes it: registered through Graph, and allowed to ask the bot's API. */
export interface SuiteApp {
  /** What the bot answers it about a set in a tenant. */
  ask(tenantId: string, setId: string): Promise<{ status: number; allowed: unknown }>
  /** Takes it away for good. */
  remove(): Promise<void>
}

interface Places {
  /** Of login and Graph. */
  cloudUrl: string
  botUrl: string
  botId: string
  homeTenantId: string
  /** Who registers it. */
  userId: string
}

interface Named {
  id: string
  appId: string
  appRoles: { id: string; value: string }[]
}

const client = '14d82eec-204b-4c2f-b7e8-296a70dab67e'
const secret = 'secret~of~a~suite~app'

export async function makeSuiteApp(places: Places): Promise<SuiteApp> {
  const { cloudUrl, botUrl, botId, homeTenantId } = places
  const graph = await signIn(places)
  const app = await graph('POST', '/applications', {
    displayName: 'Workbench',
    signInAudience: 'AzureADMyOrg',
  })
  await control(cloudUrl, 'add-secret', { clientId: app.appId, secret })
  const principal = await graph('POST', '/servicePrincipals', { appId: app.appId })
  const bot = await graph('GET', `/servicePrincipals(appId='${botId}')?$select=id,appId,appRoles`)
  const role = bot.appRoles.find(({ value }) => value === 'Access.Read')
  const assignment = { principalId: principal.id, resourceId: bot.id, appRoleId: role?.id }
  await graph('POST', `/servicePrincipals/${bot.id}/appRoleAssignedTo`, assignment)
  return {
    ask: async (tenantId, setId) => {
      const form = { grant_type: 'client_credentials', client_id: app.appId, client_secret: secret }
      const token = await askToken(cloudUrl, homeTenantId, { ...form, scope: `api://${botId}/.default` })
      const answer = await fetch(`${botUrl}/api/v1/access?tenant=${tenantId}&set=${setId}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      const { allowed } = (await answer.json()) as { allowed: unknown }
      return { status: answer.status, allowed }
    },
    remove: async () => {
      await graph('DELETE', `/applications/${app.id}`)
      await graph('DELETE', `/directory/deletedItems/${app.id}`)
    },
  }
}

type Graph = (method: string, path: string, body?: object) => Promise<Named>

/** With the code of a device, as any program without a browser does it. */
async function signIn({ cloudUrl, userId }: Places): Promise<Graph> {
  const scope = 'Application.ReadWrite.All AppRoleAssignment.ReadWrite.All'
  const asked = await fetch(`${cloudUrl}/organizations/oauth2/v2.0/devicecode`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: client, scope }),
  })
  const device = (await asked.json()) as { user_code: string; device_code: string; interval: number }
  await control(cloudUrl, 'sign-in-device', { userCode: device.user_code, userId })
  await pause(device.interval * 1_000)
  const form = { grant_type: 'device_code', client_id: client, device_code: device.device_code }
  const token = await askToken(cloudUrl, 'organizations', form)
  return async (method, path, body) => {
    const answer = await fetch(`${cloudUrl}/v1.0${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? {} : JSON.parse(text)) as Named
  }
}

async function askToken(cloudUrl: string, tenant: string, form: Record<string, string>): Promise<string> {
  const answer = await fetch(`${cloudUrl}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  const { access_token: token } = (await answer.json()) as { access_token?: string }
  if (token === undefined) throw new Error(`Expected a token, the sign-in answered ${answer.status}`)
  return token
}

/** Presses a button of the emulated world. */
export async function control(cloudUrl: string, call: string, input: object): Promise<void> {
  const answer = await fetch(`${cloudUrl}/world/api/${call}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${call}: ${text}`)
}
