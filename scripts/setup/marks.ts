import { createHash } from 'node:crypto'
import { appRoles } from '#domain/access/app-roles.ts'
import { readerRights } from '#domain/directory/reader-rights.ts'

/** Which of our own two apps. */
export type Which = 'bot' | 'reader'

/** What the reader asks for, of all that it may: application permissions of Microsoft Graph, by name, with their IDs. */
export const readerAsks: Readonly<Record<string, string>> = Object.fromEntries(
  readerRights
    .filter(({ value }) => value === 'Directory.Read.All' || value === 'AuditLog.Read.All')
    .map(({ value, id }) => [value, id]),
)

/** The app roles that the bot's registration offers to the suite's apps. */
export const apiRoles = [
  {
    id: '5f2c1c7e-8a2f-4f0b-9a53-6d0b8f6a3c01',
    value: appRoles.access,
    displayName: 'Read access',
    description: 'Ask whether an app of the suite can use the data of a tenant.',
  },
  {
    id: '5f2c1c7e-8a2f-4f0b-9a53-6d0b8f6a3c02',
    value: appRoles.events,
    displayName: 'Read events',
    description: 'Read the changes of access, statuses, requests, and alerts.',
  },
  {
    id: '5f2c1c7e-8a2f-4f0b-9a53-6d0b8f6a3c03',
    value: appRoles.history,
    displayName: 'Read the history',
    description: 'Read who did what, for a SIEM.',
  },
] as const

export const apiRoleNames = apiRoles.map(({ value }) => value).join(', ')

/** `Grantkeeper Test` → `grantkeeper-test`: what is the same for everything of one installation. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** The key under which Entra keeps a registration: creating it twice gives one. It never changes. */
export const uniqueNameOf = (slug: string, which: Which): string => `${slug}-${which}`

/** The tag of everything that setup made or changed for this installation. */
export const setupTag = (slug: string): string => `grantkeeper-setup:${slug}`

export const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)

/** Begins the tags of the reply addresses that setup added for this installation: another one can have its own beside them. */
export const replyTags = (slug: string): string => `grantkeeper-reply:${slug}:`

/** The tag that says that this reply address was added by setup, and not by a person. */
export const replyTag = (slug: string, address: string): string => `${replyTags(slug)}${shortHash(address)}`
