import { callbackUrl } from '#domain/requirements/registration-problem.ts'
import type { PairFiles } from './certificate.ts'
import { type Answers, type CredentialChoice, type Found, type FoundApp, linkSecretFile } from './found.ts'
import type { FoundRegistration } from './graph-shapes.ts'
import { readerAsks, replyTag, setupTag, uniqueNameOf, type Which } from './marks.ts'
import { type EnvironmentChange, planEnvironment } from './plan-environment.ts'
import { bodyOfNew, changesOf, type RegistrationChange } from './wanted-registration.ts'

/** One thing that setup does, as data: what is shown before and carried out after is the same. */
export type Step =
  | { does: 'makeCertificate'; of: Which; files: PairFiles; instead?: 'expired' | 'broken' }
  | { does: 'makeLinkSecret'; file: string }
  | { does: 'restoreRegistration'; of: Which; id: string }
  | { does: 'createRegistration'; of: Which; uniqueName: string; body: RegistrationChange }
  | { does: 'changeRegistration'; of: Which; change: RegistrationChange }
  | { does: 'nameApi' }
  | { does: 'addCertificate'; of: Which; files: PairFiles; label: string }
  | { does: 'addTrust'; of: Which; issuer: string; subject: string; name: string }
  | { does: 'createPrincipal'; of: Which }
  | { does: 'consentReader'; roles: readonly string[] }
  | {
      does: 'addReplyAddress'
      setId: string
      registration: FoundRegistration
      address: string
      change: ReplyChange
    }
  | { does: 'writeEnvironment'; isNew: boolean; name: string; changes: readonly EnvironmentChange[] }
  | { does: 'buildPackage' }

export interface ReplyChange {
  web: { redirectUris: readonly string[] }
  tags: readonly string[]
}

/** What is missing, in the order in which it is made. Empty: everything is in place. Pure. */
export function planSetup(found: Found, answers: Answers): Step[] {
  const ours: Which[] = answers.managedIdentity === undefined ? ['bot', 'reader'] : ['reader']
  const steps: Step[] = [
    ...ours.flatMap((of) => planCredentialFiles(of, found, answers)),
    ...ours.flatMap((of) => planRegistration(of, found.registrations[of], answers)),
    ...ours.flatMap((of) => planCredential(of, found, answers)),
    ...ours.flatMap((of): Step[] =>
      found.registrations[of]?.principalId === undefined ? [{ does: 'createPrincipal', of }] : [],
    ),
    ...planConsent(found),
    ...planReplyAddresses(found, answers),
  ]
  const changes = planEnvironment(found, answers)
  const isNew = found.local.environmentText === undefined
  if (changes.length > 0) steps.push({ does: 'writeEnvironment', isNew, name: answers.name, changes })
  if (!found.local.isPackaged) steps.push({ does: 'buildPackage' })
  return steps
}

function planCredentialFiles(of: Which, { local }: Found, { credentials }: Answers): Step[] {
  const { kind } = credentials[of]
  if (kind === 'federated')
    return of === 'reader' && !local.hasLinkSecret ? [{ does: 'makeLinkSecret', file: linkSecretFile }] : []
  const { state, isOurs, certificateFile, keyFile } = local.pairs[of]
  if (kind === 'kept' || state === 'good' || !isOurs) return []
  const files = { certificateFile, keyFile }
  return [{ does: 'makeCertificate', of, files, ...(state !== 'none' && { instead: state }) }]
}

function planRegistration(of: Which, app: FoundApp | undefined, answers: Answers): Step[] {
  const steps: Step[] = []
  if (!app) {
    const uniqueName = uniqueNameOf(answers.slug, of)
    steps.push({ does: 'createRegistration', of, uniqueName, body: bodyOfNew(of, answers) })
  } else {
    if (app.isDeleted) steps.push({ does: 'restoreRegistration', of, id: app.registration.id })
    const change = changesOf(of, app.registration, answers)
    if (Object.keys(change).length > 0) steps.push({ does: 'changeRegistration', of, change })
  }
  // The URI contains the client ID, so it can't be given before there is one.
  if (of === 'bot' && (app?.registration.identifierUris.length ?? 0) === 0) steps.push({ does: 'nameApi' })
  return steps
}

function planCredential(of: Which, found: Found, answers: Answers): Step[] {
  const app = found.registrations[of]
  const choice = answers.credentials[of]
  if (choice.kind === 'federated') return planTrust(of, app, choice, answers)
  const { state, key, certificateFile, keyFile, isOurs } = found.local.pairs[of]
  // A certificate of the person's own that can't be read is theirs to mend; a secret needs nothing.
  if (choice.kind === 'kept' || (state !== 'good' && !isOurs)) return []
  if (state === 'good' && app?.keys.some((each) => each.key === key)) return []
  const label = `${answers.name} setup`
  return [{ does: 'addCertificate', of, files: { certificateFile, keyFile }, label }]
}

function planTrust(
  of: Which,
  app: FoundApp | undefined,
  { issuer, subject }: Extract<CredentialChoice, { kind: 'federated' }>,
  { slug }: Answers,
): Step[] {
  if (app?.trusts.some((trust) => trust.issuer === issuer && trust.subject === subject)) return []
  return [{ does: 'addTrust', of, issuer, subject, name: `${slug}-${of}` }]
}

function planConsent({ readerRoles }: Found): Step[] {
  const roles = Object.keys(readerAsks).filter((role) => !readerRoles.includes(readerAsks[role] ?? ''))
  return roles.length > 0 ? [{ does: 'consentReader', roles }] : []
}

function planReplyAddresses({ sets }: Found, { publicUrl, slug }: Answers): Step[] {
  const address = callbackUrl({ publicUrl })
  return Object.entries(sets).flatMap(([setId, registration]): Step[] => {
    const now = registration.web?.redirectUris ?? []
    if (now.includes(address)) return []
    const tags = [...new Set([...registration.tags, setupTag(slug), replyTag(slug, address)])]
    const change = { web: { redirectUris: [...now, address] }, tags }
    return [{ does: 'addReplyAddress', setId, registration, address, change }]
  })
}
