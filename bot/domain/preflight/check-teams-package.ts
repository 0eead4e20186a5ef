import { z } from 'zod'
import { type Check, type CheckResult, failed, passed, skipped, warning } from './check.ts'
import type { PreflightWorld } from './preflight-world.ts'

const text = z.string().catch('')
const manifestBody = z.object({
  id: text,
  version: text,
  bots: z.array(z.object({ botId: text })).catch([]),
  validDomains: z.array(z.string()).catch([]),
  webApplicationInfo: z.object({ id: text }).optional().catch(undefined),
})

/** The built app package is the one of this bot, and of this version. */
export const teamsPackageCheck: Check = {
  id: 'teamsPackage',
  async run(world) {
    let manifest: unknown
    try {
      manifest = await world.readPackage()
    } catch {
      return failed('packageUnreadable')
    }
    if (manifest === undefined) return skipped('noPackage')
    const parsed = manifestBody.safeParse(manifest)
    return parsed.success ? judge(world, manifest, parsed.data) : failed('packageUnreadable')
  },
}

async function judge(
  { config, rules, validateManifest }: PreflightWorld,
  manifest: unknown,
  { id, version, bots, validDomains, webApplicationInfo }: z.infer<typeof manifestBody>,
): Promise<CheckResult> {
  const ids = [...bots.map(({ botId }) => botId), ...(webApplicationInfo ? [webApplicationInfo.id] : [])]
  const other = ids.find((each) => each.toLowerCase() !== config.bot.clientId)
  if (bots.length === 0 || other !== undefined)
    return failed('packageForOther', { found: other ?? '–', expected: config.bot.clientId ?? '–' })
  const { hostname } = new URL(config.publicUrl)
  if (validDomains.length > 0 && !validDomains.includes(hostname))
    return failed('packageDomains', { names: validDomains, expected: hostname })
  const mistakes = await validateManifest(manifest)
  if (mistakes && mistakes.length > 0) return failed('packageInvalid', { names: mistakes })
  if (version !== rules.program) return warning('packageOld', { version, program: rules.program })
  return passed({ version, id, schema: mistakes ? 'checked' : '' })
}
