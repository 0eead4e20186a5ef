import { readMarks, unsetVariables } from './environment-text.ts'
import { draftOf } from './files.ts'
import { linkSecretFile } from './found.ts'
import type { FoundRegistration } from './graph-shapes.ts'
import { replyTag, replyTags, setupTag, slugOf, uniqueNameOf, type Which } from './marks.ts'
import type { ReplyChange } from './plan.ts'

/** What setup made for one installation and is still there, as it was read. */
export interface FoundToRemove {
  slug: string
  /** With the tag of this installation. */
  tagged: readonly FoundRegistration[]
  /** Deleted registrations and service principals of the tenant. */
  deletedRegistrations: readonly FoundRegistration[]
  deletedPrincipals: readonly { id: string; appId: string }[]
  /** Of registrations of ours that are alive. */
  principals: readonly { id: string; appId: string }[]
  environmentText: string | undefined
  sampleText: string | undefined
  /** Files of ours that are there. */
  files: readonly string[]
  /** The folder that setup made for them is there, and nothing else is in it. */
  hasFolder: boolean
}

export type RemovalStep =
  | {
      does: 'removeReplyAddress'
      registration: FoundRegistration
      addresses: readonly string[]
      change: ReplyChange
    }
  | { does: 'deletePrincipal'; id: string; name: string }
  | { does: 'deleteRegistration'; registration: FoundRegistration }
  | { does: 'forgetRegistration'; id: string; name: string }
  | { does: 'forgetPrincipal'; id: string; name: string }
  | { does: 'deleteFile'; file: string }
  | { does: 'removeFolder'; folder: string }
  | {
      does: 'cleanEnvironment'
      removed: readonly string[]
      kept: readonly string[]
      text: string | undefined
    }

export const keysFolder = 'data/keys'

/** The certificate and key files of this installation, if `.env` names no others. */
const filesOf = (which: Which) => [`${keysFolder}/${which}-certificate.pem`, `${keysFolder}/${which}-key.pem`]
const written = [...filesOf('bot'), ...filesOf('reader'), linkSecretFile]
/** And drafts of them that were left behind. */
export const filesOfSetup: readonly string[] = [...written, ...[...written, '.env'].map(draftOf)]

/** Takes away exactly what setup made: by unique name and tag, never by a display name. Pure. */
export function planRemoval(found: FoundToRemove): RemovalStep[] {
  const isOurs = (one: FoundRegistration): boolean =>
    ['bot', 'reader'].some((which) => one.uniqueName === uniqueNameOf(found.slug, which as Which)) &&
    one.tags.includes(setupTag(found.slug))
  const alive = found.tagged.filter(isOurs)
  return [
    ...found.tagged.filter((one) => !isOurs(one)).flatMap((one) => planReply(one, found.slug)),
    ...alive.flatMap((registration) => planAlive(registration, found)),
    ...found.deletedRegistrations.filter(isOurs).flatMap((one) => planForgotten(one, found)),
    ...(isOfFolder(found) ? [...planFiles(found), ...planEnvironmentBack(found)] : []),
  ]
}

/** False where `.env`, and the keys that it names, are those of another installation. */
function isOfFolder({ environmentText, slug }: FoundToRemove): boolean {
  const { name } = readMarks(environmentText ?? '')
  return name === undefined || slugOf(name) === slug
}

/** Only addresses that setup added have its tag. */
function planReply(registration: FoundRegistration, slug: string): RemovalStep[] {
  const now = registration.web?.redirectUris ?? []
  const addresses = now.filter((address) => registration.tags.includes(replyTag(slug, address)))
  const gone = [setupTag(slug), ...registration.tags.filter((tag) => tag.startsWith(replyTags(slug)))]
  const change = {
    web: { redirectUris: now.filter((address) => !addresses.includes(address)) },
    tags: registration.tags.filter((tag) => !gone.includes(tag)),
  }
  return [{ does: 'removeReplyAddress', registration, addresses, change }]
}

/**
 * Entra keeps what is deleted for 30 days, with its name: it is deleted from there too. The service principal goes first,
 * because only its registration says that it is ours.
 */
function planAlive(registration: FoundRegistration, found: FoundToRemove): RemovalStep[] {
  const { id, appId, displayName: name } = registration
  const own = found.principals.filter((principal) => principal.appId === appId)
  return [
    ...own.map((principal): RemovalStep => ({ does: 'deletePrincipal', id: principal.id, name })),
    ...[...own, ...deletedOf(registration, found)].map((one) => forgetPrincipal(one.id, name)),
    { does: 'deleteRegistration', registration },
    { does: 'forgetRegistration', id, name },
  ]
}

const planForgotten = (registration: FoundRegistration, found: FoundToRemove): RemovalStep[] => [
  ...deletedOf(registration, found).map(({ id }) => forgetPrincipal(id, registration.displayName)),
  { does: 'forgetRegistration', id: registration.id, name: registration.displayName },
]

const deletedOf = ({ appId }: FoundRegistration, { deletedPrincipals }: FoundToRemove) =>
  deletedPrincipals.filter((principal) => principal.appId === appId)

const forgetPrincipal = (id: string, name: string): RemovalStep => ({ does: 'forgetPrincipal', id, name })

/** Whoever wrote own lines about these files still uses them. */
function planFiles({ files, hasFolder, environmentText }: FoundToRemove): RemovalStep[] {
  const kept = unsetVariables(environmentText ?? '').text
  const steps = files
    .filter((file) => !kept.includes(file))
    .map((file): RemovalStep => ({ does: 'deleteFile', file }))
  const isEmpty = steps.length === files.length
  return hasFolder && isEmpty ? [...steps, { does: 'removeFolder', folder: keysFolder }] : steps
}

function planEnvironmentBack({ environmentText, sampleText }: FoundToRemove): RemovalStep[] {
  if (environmentText === undefined || readMarks(environmentText).name === undefined) return []
  const { text, removed, kept } = unsetVariables(environmentText)
  // Nothing but the sample is left, which setup began with.
  const isSample = text.trim() === sampleText?.trim() || text.trim() === ''
  return [{ does: 'cleanEnvironment', removed, kept, text: isSample ? undefined : text }]
}
