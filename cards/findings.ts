import type { FindingCode, Who } from './words/codes.ts'

export interface FindingData {
  code: FindingCode
  who: Who
  since?: Date
  /** Values such as `User.Read.All`, not keys. */
  permissionValues?: readonly string[]
  /** Names and codes as the evaluation gives them. */
  facts?: Readonly<Record<string, string>>
}
