/** What an app registration has beyond its list of permissions. */

/** A public key (PEM) that may sign assertions; the thumbprint is SHA-256 in hex. */
export interface Certificate {
  thumbprint: string
  publicKey: string
  endsAtMs: number
  /** Absent: registered by the world itself. */
  made?: { keyId: string; displayName: string | null; startsAtMs: number; der: string; identifier: string }
}

export interface AppRole {
  id: string
  value: string
  /** Absent: as the value, enabled, for apps. */
  made?: { displayName: string; description: string; isEnabled: boolean; allowedMemberTypes: string[] }
}

export interface FederatedCredential {
  id: string
  name: string
  issuer: string
  subject: string
  audiences: string[]
  description: string | null
}

/** What Graph keeps of a registration besides, for one that was made or changed through it. */
export interface MadeRegistration {
  uniqueName?: string
  notes: string | null
  tags: string[]
  createdAtMs: number
  /** Accounts that may change it without a directory role. */
  ownerIds: string[]
  /** 2: tokens for this API name its client ID as their audience. */
  tokenVersion: 1 | 2 | null
  personalAccounts: boolean
  /** Devices may sign in to it without a credential. */
  publicClient: boolean
  federated: FederatedCredential[]
}
