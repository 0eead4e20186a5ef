import { z } from 'zod'
import { OutsideError, type OutsideFacts, UserError } from '#platform/base/errors.ts'
import { type Cloud, isElsewhere } from '#platform/config/clouds.ts'
import { classifyToken } from '#platform/microsoft/classify.ts'
import type { Deadline } from '#platform/microsoft/deadline.ts'
import { type HttpAnswer, type HttpClient, readJson } from '#platform/microsoft/http-client.ts'
import { readLoginFailure } from '#platform/microsoft/login-failure.ts'
import type { Outcome } from '#platform/microsoft/outcome.ts'
import { makeOutcome } from '#platform/microsoft/outcomes.ts'
import { readTenantText } from '#platform/microsoft/read-tenant-text.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** The tenant of personal accounts, to which all consumer domains resolve. Admin consent isn't possible in it. */
const consumerTenant = '9188040d-6c67-4c5b-b112-36a304b66dad'

const configurationBody = z.object({
  issuer: z.string(),
  cloud_instance_name: z.string().optional(),
  msgraph_host: z.string().optional(),
})

/** What `readTenantText` reads → tenant ID, lower case, from the tenant's OpenID configuration. */
export async function resolveTenant(
  port: { http: HttpClient; loginBaseUrl: string; cloud: Cloud; now: () => Date },
  deadline: Deadline,
  text: string,
): Promise<string> {
  const name = readTenantText(text)
  if (name === undefined) throw new UserError('TENANT_ID_INVALID', { text: text.trim().slice(0, 100) })
  const url = `${port.loginBaseUrl}/${name}/v2.0/.well-known/openid-configuration`
  for (let attempt = 1; ; attempt += 1) {
    const headers = { accept: 'application/json' }
    const { signal } = deadline
    const answer = await port.http.send({ service: 'login', method: 'GET', url, headers, signal })
    const outcome = answer.read ? outcomeOf(answer.value, port.now()) : answer.outcome
    if (answer.read && !outcome) return tenantIdOf(answer.value, name, port.cloud)
    if (outcome && !(await deadline.waitToRetry(outcome, attempt))) {
      throw errorOf(outcome, name, answer.read ? answer.value.status : undefined)
    }
  }
}

function outcomeOf(answer: HttpAnswer, now: Date): Outcome | undefined {
  if (answer.status >= 200 && answer.status <= 299) return undefined
  const failure = readLoginFailure(answer, now)
  const { code, error } = failure
  if (answer.status < 500 && code === undefined && error === 'invalid_tenant')
    return makeOutcome('login', 'tenantNotFound')
  return classifyToken(failure)
}

/** Microsoft answers about a tenant of another cloud too, and says so: by issuer, name, or Graph host. */
function tenantIdOf(answer: HttpAnswer, name: string, cloud: Cloud): string {
  const { data } = configurationBody.safeParse(readJson(answer.text))
  const issuer = data && URL.canParse(data.issuer) ? new URL(data.issuer) : undefined
  const hosts = [issuer?.hostname, data?.cloud_instance_name, data?.msgraph_host]
  if (
    isElsewhere(
      cloud,
      hosts.filter((host) => host !== undefined).map((host) => host.toLowerCase()),
    )
  )
    throw new UserError('TENANT_IN_OTHER_CLOUD', { text: name })
  const id = issuer?.pathname.toLowerCase().split('/')[1] ?? ''
  if (!guid.test(id) || (guid.test(name) && id !== name)) {
    throw new OutsideError({ service: 'login', status: answer.status, code: 'loginUnreadable' })
  }
  if (id === consumerTenant) throw new UserError('TENANT_NOT_FOUND_AT_MICROSOFT', { text: name })
  return id
}

function errorOf(outcome: Outcome, name: string, status: number | undefined): UserError | OutsideError {
  if (outcome.name === 'tenantNotFound') return new UserError('TENANT_NOT_FOUND_AT_MICROSOFT', { text: name })
  if (outcome.name === 'otherCloud') return new UserError('TENANT_IN_OTHER_CLOUD', { text: name })
  if (outcome.name === 'tenantIdMalformed') return new UserError('TENANT_ID_INVALID', { text: name })
  const facts: OutsideFacts = {
    service: outcome.service === 'network' ? 'network' : 'login',
    code: outcome.code ?? outcome.name,
  }
  if (status !== undefined) facts.status = status
  if (outcome.retryAfterMs !== undefined) facts.retryAfterMs = outcome.retryAfterMs
  return new OutsideError(facts)
}
