import type { Pack } from '#domain/packs/pack.ts'
import { packEn as words } from '../../../cards/words/pack-en.ts'
import type { PackBlock, PackSection } from './pack-parts.ts'

/** Every way back, each with the least role for it, and how to see that it worked. */
export function revokeSection({ clientId, tenant, settings }: Pack): PackSection {
  const { title, steps, role, open, confirm, nextRead, delay, suite, stops } = words.revoke
  const url = tenant?.entraUrl
  const roles = settings.flatMap(({ roleName }) => (roleName === undefined ? [] : [role(roleName)]))
  const link: PackBlock[] = url ? [{ kind: 'lines', lines: [{ label: open, text: url, href: url }] }] : []
  const texts = [
    delay,
    `${confirm(roles.length > 0)} ${nextRead(tenant?.name ?? '')}`,
    suite,
    stops(words.apps.title),
  ]
  return {
    id: 'revoke',
    title,
    blocks: [
      { kind: 'steps', steps: [...steps(clientId || words.noClientId), ...roles] },
      ...link,
      ...texts.map((text): PackBlock => ({ kind: 'text', text })),
    ],
  }
}
