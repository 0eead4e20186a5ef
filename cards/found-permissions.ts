import type { PermissionRef } from './subjects.ts'
import { dotted, escapeMarkdown } from './text.ts'
import { en as words } from './words/en.ts'

/** A permission that a tenant has granted. */
export interface FoundPermission extends Pick<PermissionRef, 'value' | 'api' | 'type' | 'tier'> {
  isRequired: boolean
}

/** "• **Mail.Read** · application · tier 1, sensitive · Microsoft Graph · not required", escaped. */
export const foundLine = ({ value, api, type, tier, isRequired }: FoundPermission): string =>
  `• ${dotted(
    `**${escapeMarkdown(value, 80)}**`,
    words.type[type],
    words.tier[tier],
    escapeMarkdown(api, 40),
    isRequired ? words.baselines.required : words.baselines.notRequired,
  )}`
