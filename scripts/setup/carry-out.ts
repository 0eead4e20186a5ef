import { randomBytes } from 'node:crypto'
import { keyCredentialOf, makePair, type PairFiles, readPairFiles } from './certificate.ts'
import { setVariables } from './environment-text.ts'
import { readIfThere, writePrivately } from './files.ts'
import type { Found } from './found.ts'
import { type Graph, GraphRefusal } from './graph.ts'
import { principalShape, registrationFields, registrationShape } from './graph-shapes.ts'
import { readerAsks, type Which } from './marks.ts'
import type { Step } from './plan.ts'
import { findPrincipal, readKeys } from './read-found.ts'
import { type At, absolute, environmentFile } from './read-locally.ts'
import { rebaseReply } from './rebase-reply.ts'

/** What a step needs besides itself, and what steps before it made. */
export interface Doing {
  graph: Graph
  now: () => Date
  certificateDays: number
  at: At
  /** Read if there is no `.env` yet. */
  sampleFile: string
  buildPackage: () => Promise<void>
  made: Record<Which, { id: string; appId: string; principalId?: string; isFresh: boolean } | undefined>
  graphPrincipalId: string
  /** Rejects if somebody else has a hand in a registration that was made meanwhile. */
  assertOwn: (which: Which) => Promise<void>
}

export const startingWith = ({ registrations }: Found): Doing['made'] => {
  const of = (which: Which) => {
    const app = registrations[which]
    if (!app) return undefined
    const { id, appId } = app.registration
    return { id, appId, isFresh: false, ...(app.principalId && { principalId: app.principalId }) }
  }
  return { bot: of('bot'), reader: of('reader') }
}

type Doers = { [D in Step['does']]: (doing: Doing, step: Extract<Step, { does: D }>) => Promise<void> }

/** Each can be done twice, and can find itself done: whoever was killed after one doesn't know it. */
const doers: Doers = {
  makeCertificate: ({ at, now, certificateDays }, { files, of }) =>
    makePair(absolute(at, files), `Grantkeeper ${of}`, now(), certificateDays),
  makeLinkSecret: ({ at }, { file }) =>
    writePrivately(at(file), `${randomBytes(32).toString('base64url')}\n`),
  async restoreRegistration({ graph, made }, { of, id }) {
    await graph.send({ method: 'POST', path: `/directory/deletedItems/${id}/restore` })
    const own = made[of]
    if (own) own.isFresh = true
  },
  createRegistration,
  async changeRegistration({ graph, made }, { of, change }) {
    await patch(graph, getMade(made, of), change)
  },
  async nameApi({ graph, made }) {
    const bot = getMade(made, 'bot')
    await patch(graph, bot, { identifierUris: [`api://${bot.appId}`] })
  },
  async addCertificate({ at, graph, made, now }, { of, files, label }) {
    const app = getMade(made, of)
    const key = await getKey(absolute(at, files), now())
    const { keyCredentials: keys } = await readKeys(graph, app.id, app.isFresh)
    if (keys.some((each) => each.key === key)) return
    await patch(graph, app, { keyCredentials: [...keys, keyCredentialOf(key, label)] })
  },
  async addTrust({ graph, made }, { of, issuer, subject, name }) {
    const app = getMade(made, of)
    const body = { name, issuer, subject, audiences: ['api://AzureADTokenExchange'] }
    await createOnce(graph, `/applications/${app.id}/federatedIdentityCredentials`, body)
  },
  createPrincipal,
  consentReader,
  async addReplyAddress({ graph }, { registration, change }) {
    const body = await rebaseReply(graph, registration, change)
    await graph.send({ method: 'PATCH', path: `/applications/${registration.id}`, body })
  },
  async writeEnvironment({ at, sampleFile, made }, { changes, name }) {
    const text = (await readIfThere(at(environmentFile))) ?? (await readIfThere(sampleFile)) ?? ''
    const fill = (value: string) =>
      value.replace(/\{(bot|reader)\}/g, (_, which: Which) => getMade(made, which).appId)
    const values = Object.fromEntries(changes.map(({ variable, value }) => [variable, fill(value)]))
    await writePrivately(at(environmentFile), setVariables(text, values, name))
  },
  buildPackage: ({ buildPackage }) => buildPackage(),
}

export function carryOut(doing: Doing, step: Step): Promise<void> {
  const doer = doers[step.does] as (doing: Doing, step: Step) => Promise<void>
  return doer(doing, step)
}

function getMade(made: Doing['made'], which: Which) {
  const app = made[which]
  if (!app) throw new Error(`Expected the registration of the ${which}`)
  return app
}

async function patch(graph: Graph, app: { id: string; isFresh: boolean }, body: object): Promise<void> {
  await graph.send({ method: 'PATCH', path: `/applications/${app.id}`, body, isFresh: app.isFresh })
}

async function getKey(files: PairFiles, now: Date): Promise<string> {
  const { key } = await readPairFiles(files, now)
  if (key === undefined) throw new Error(`Expected a certificate in ${files.certificateFile}`)
  return key
}

async function createRegistration(
  { graph, made, assertOwn }: Doing,
  { of, uniqueName, body }: Extract<Step, { does: 'createRegistration' }>,
): Promise<void> {
  const path = `/applications(uniqueName='${uniqueName}')`
  const headers = { Prefer: 'create-if-missing' }
  const answer = await graph.send({ method: 'PATCH', path, body, headers })
  // Without a body: it was made in the meantime, by a request whose answer got lost, or by somebody else.
  if (answer === undefined) await assertOwn(of)
  const { id, appId } =
    answer === undefined
      ? await graph.get(`${path}?$select=${registrationFields}`, registrationShape)
      : registrationShape.parse(answer)
  made[of] = { id, appId, isFresh: true }
}

async function createPrincipal(
  { graph, made }: Doing,
  { of }: Extract<Step, { does: 'createPrincipal' }>,
): Promise<void> {
  const app = getMade(made, of)
  // One that came back with its registration is there already.
  const there = await findPrincipal(graph, app.appId)
  const answer = there ?? (await createOnce(graph, '/servicePrincipals', { appId: app.appId }))
  const path = `/servicePrincipals(appId='${app.appId}')?$select=id,appId`
  const principal = answer ?? (await graph.get(path, principalShape, { isFresh: true }))
  app.principalId = principalShape.parse(principal).id
}

/**
 * Creates what may be there already: a request whose answer got lost was carried out all the same. Undefined: it was there.
 * What is there is read again at the end.
 */
async function createOnce(graph: Graph, path: string, body: object): Promise<unknown> {
  try {
    return await graph.send({ method: 'POST', path, body, isFresh: true })
  } catch (error) {
    const { status, message = '' } = (error instanceof GraphRefusal && error.failure) || {}
    if (status === 409 || (status === 400 && /already exists/i.test(message))) return undefined
    throw error
  }
}

async function consentReader(
  { graph, made, graphPrincipalId }: Doing,
  { roles }: Extract<Step, { does: 'consentReader' }>,
): Promise<void> {
  const { principalId } = getMade(made, 'reader')
  for (const role of roles) {
    const body = { principalId, resourceId: graphPrincipalId, appRoleId: readerAsks[role] }
    await createOnce(graph, `/servicePrincipals/${graphPrincipalId}/appRoleAssignedTo`, body)
  }
}
