import { z } from 'zod'
import { madeOf } from '../world/change-objects.ts'
import type { FederatedCredential } from '../world/made-registration.ts'
import { nextId } from '../world/tenants.ts'
import type { Registration } from '../world/types.ts'
import { readAddress } from './address.ts'
import { type Answer, denied, graphError, notFound } from './answer.ts'
import { applicationNotFound, findApplication } from './applications.ts'
import { pageOf } from './paging.ts'
import { pageFacts, type Read } from './read.ts'
import { shape } from './shapes.ts'
import { noContent } from './write-applications.ts'
import { mayChange } from './write-rights.ts'

/** Trust of a registration in tokens of another issuer. */

const most = 20
const text = z.string().min(1).max(600)
const wanted = z.strictObject({
  name: z.string().regex(/^[\w.~-]{1,120}$/),
  issuer: text.refine((issuer) => URL.canParse(issuer)),
  subject: text,
  audiences: z.array(text).length(1),
  description: z.string().max(600).nullish(),
})

const properties = {
  id: (one: FederatedCredential) => one.id,
  name: (one: FederatedCredential) => one.name,
  issuer: (one: FederatedCredential) => one.issuer,
  subject: (one: FederatedCredential) => one.subject,
  description: (one: FederatedCredential) => one.description,
  audiences: (one: FederatedCredential) => one.audiences,
}

export function listFederated(read: Read): Answer {
  const app = findApplication(read)
  if (!app) return applicationNotFound(read)
  const { target } = read
  return pageOf(target, app.made?.federated ?? [], contextOf(app), pageFacts(read), (one) =>
    shape(one, properties, target.select),
  )
}

const contextOf = ({ objectId }: Registration): string =>
  `applications('${objectId}')/federatedIdentityCredentials`

export function addFederated(read: Read): Answer {
  const { ids, world, origin } = read
  const app = findApplication(read)
  if (!app) return applicationNotFound(read)
  if (!mayChange(read, app)) return denied(ids)
  const input = wanted.safeParse(read.body)
  if (!input.success) {
    const field = String(input.error.issues[0]?.path[0] ?? 'name')
    const words = `Invalid value specified for property '${field}' of resource 'FederatedIdentityCredential'.`
    return graphError(ids, 400, 'Request_BadRequest', words)
  }
  const { description = null, ...rest } = input.data
  const refusal = refuse(read, app, rest)
  if (refusal) return refusal
  const added: FederatedCredential = { id: nextId(world, 'federated'), ...rest, description }
  const made = madeOf(app)
  app.made = { ...made, federated: [...made.federated, added] }
  const context = `${origin}/v1.0/$metadata#${contextOf(app)}/$entity`
  return { status: 201, body: { '@odata.context': context, ...shape(added, properties) } }
}

function refuse(
  { ids }: Read,
  app: Registration,
  { name, issuer, subject }: Pick<FederatedCredential, 'name' | 'issuer' | 'subject'>,
): Answer | undefined {
  const held = app.made?.federated ?? []
  const taken = (words: string): Answer =>
    graphError(ids, 409, 'Request_MultipleObjectsWithSameKeyValue', words)
  if (held.some((one) => one.name === name))
    return taken(`FederatedIdentityCredential with name ${name} already exists.`)
  if (held.some((one) => one.issuer === issuer && one.subject === subject)) {
    return taken('FederatedIdentityCredential with the same issuer and subject already exists.')
  }
  if (held.length < most) return undefined
  return graphError(
    ids,
    400,
    'Request_BadRequest',
    `At most ${most} federated identity credentials are allowed.`,
  )
}

export function removeFederated(read: Read): Answer {
  const app = findApplication(read)
  if (!app) return applicationNotFound(read)
  if (!mayChange(read, app)) return denied(read.ids)
  const { item = '' } = readAddress(read.target)
  const made = madeOf(app)
  const federated = made.federated.filter(({ id, name }) => id !== item && name !== item)
  if (federated.length === made.federated.length) return notFound(read.ids, item)
  app.made = { ...made, federated }
  return noContent
}
