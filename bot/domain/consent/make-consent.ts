import { type Person, plainPerson } from '#platform/base/person.ts'
import { hashOf, linkToken, randomToken, readableCode } from '#platform/base/secret-token.ts'
import { later } from '#platform/base/time.ts'
import type { Tx } from '#platform/storage/database.ts'
import type { Requirement } from '../catalog/permission-set.ts'
import { permissionKey } from '../catalog/permission-set.ts'
import { requirementVersion } from '../catalog/requirement.ts'
import type { Deps } from '../deps.ts'
import { readerRights } from '../directory/reader-rights.ts'
import { enqueue } from '../queues.ts'
import {
  type Consent,
  type ConsentKind,
  type ConsentLink,
  deadlineOf,
  type LinkKind,
  type MovedFrom,
} from './consent.ts'
import { insertConsent } from './consents-store.ts'

type Needs = Pick<Deps, 'clock' | 'random' | 'rules' | 'jobs'>

/** The message that shows the progress of the consent and is updated in place. */
export interface CardLocation {
  conversationId: string
  activityId?: string
}

interface ConsentTenant {
  tenantId: string
  needsConnection: boolean
  /** What is granted there beyond the list already. */
  before?: readonly string[] | undefined
}

interface ConsentOrder {
  kind: ConsentKind
  setId?: string
  requirement?: Requirement
  tenants: readonly ConsentTenant[]
  by: Person
  /** The approver; absent: no approval was needed. */
  approvedBy?: Person | undefined
  /** The recipient of the links, if not the requester. */
  signer?: Person | undefined
  movedFrom?: readonly MovedFrom[] | undefined
  place: CardLocation
}

/** Creates one consent with its links in the caller's transaction. The first link of each tenant can be opened immediately. */
export async function makeConsent(deps: Needs, tx: Tx, order: ConsentOrder): Promise<Consent> {
  const consent: Consent = {
    id: randomToken(deps.random),
    kind: order.kind,
    setId: order.setId,
    requestedBy: plainPerson(order.by),
    ...(order.approvedBy && { approvedBy: order.approvedBy }),
    ...(order.signer && { signer: plainPerson(order.signer) }),
    ...(order.movedFrom && { movedFrom: order.movedFrom }),
    ...order.place,
    code: readableCode(deps.random),
    createdAt: deps.clock(),
  }
  const links = order.tenants.flatMap((tenant) => linksOf(deps, consent, tenant, order.requirement))
  await insertConsent(tx, consent, links)
  for (const link of links) if (link.phase === 'sent') await watchExpiry(deps, tx, link)
  return consent
}

/** Schedules the end of a link at its deadline. */
export function watchExpiry(deps: Pick<Deps, 'jobs'>, tx: Tx, link: ConsentLink): Promise<void> {
  return enqueue(deps.jobs, tx, {
    queue: 'consent.expire',
    key: link.id,
    data: { linkId: link.id },
    runAt: deadlineOf(link),
  })
}

/** The most that a link for the directory connection may ask for. */
export function readerRequirement(clientId: string): ConsentLink['requirement'] {
  const permissions = readerRights.map(permissionKey)
  return { version: requirementVersion(clientId, permissions), permissions }
}

function linksOf(
  deps: Needs,
  consent: Consent,
  { tenantId, needsConnection, before }: ConsentTenant,
  requirement: Requirement | undefined,
): ConsentLink[] {
  const kinds: LinkKind[] = [
    ...(needsConnection ? ['connection' as const] : []),
    ...(requirement ? ['set' as const] : []),
  ]
  return kinds.map((kind, index) => {
    const id = randomToken(deps.random)
    const phase = index === 0 ? 'sent' : 'held'
    return {
      id,
      consentId: consent.id,
      tenantId,
      kind,
      clientId: kind === 'set' && requirement ? requirement.clientId : deps.rules.readerClientId,
      requirement:
        kind === 'set' && requirement
          ? {
              version: requirement.version,
              permissions: requirement.permissions.map(permissionKey),
              ...(before && { before }),
            }
          : readerRequirement(deps.rules.readerClientId),
      step: index + 1,
      phase,
      version: 1,
      tokenHash: hashOf(linkToken(deps.rules.linkKey, id)),
      times: { [phase]: consent.createdAt },
      reads: 0,
      openUntil: later(consent.createdAt, deps.rules.linkMs),
    }
  })
}
