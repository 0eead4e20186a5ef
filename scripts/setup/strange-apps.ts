import type { Answers, Found } from './found.ts'
import type { Which } from './marks.ts'

export interface StrangeApp {
  which: Which
  displayName: string
  appId: string
  /** Undefined: it was deleted, so its credentials can't be read. */
  others: number | undefined
  /** Who else owns it, by name. */
  owners: readonly string[]
}

/**
 * Registrations that have the name of ours, that nobody named by their ID, and that have credentials from elsewhere, or other
 * owners, who can add some later: everybody who may register apps can take the name first, and would then be the reader in
 * every tenant.
 */
export function findStrangeApps(
  { registrations, local, person }: Pick<Found, 'registrations' | 'local' | 'person'>,
  { credentials }: Answers,
  given: Readonly<Record<string, string>>,
): StrangeApp[] {
  return (['bot', 'reader'] as const).flatMap((which) => {
    const app = registrations[which]
    if (!app || given[`${which.toUpperCase()}_ID`]) return []
    const own = local.pairs[which].key
    const choice = credentials[which]
    const trusts = app.trusts.filter(
      ({ issuer, subject }) =>
        choice.kind !== 'federated' || issuer !== choice.issuer || subject !== choice.subject,
    )
    const others = app.keys.filter(({ key }) => key !== own).length + app.secrets + trusts.length
    const owners = app.owners
      .filter(({ id }) => id !== person.id)
      .map((owner) => owner.displayName ?? owner.id)
    if (others === 0 && owners.length === 0 && !app.isDeleted) return []
    const { displayName, appId } = app.registration
    return [{ which, displayName, appId, others: app.isDeleted ? undefined : others, owners }]
  })
}
