import { strToU8, zipSync } from 'fflate'
import { z } from 'zod'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The placeholders of the manifest. All values come from `.env`. */
export const packageVariables = {
  BOT_ID: z.string().regex(guid, 'the client ID of the bot, a GUID'),
  APP_PUBLISHER: z.string().min(1, 'the publisher of the bot').max(32, 'at most 32 characters'),
  APP_WEBSITE_URL: z.url({ protocol: /^https$/, error: 'an https URL' }),
  APP_PRIVACY_URL: z.url({ protocol: /^https$/, error: 'an https URL' }),
  APP_TERMS_URL: z.url({ protocol: /^https$/, error: 'an https URL' }),
  /** Empty: the same as BOT_ID. */
  TEAMS_APP_ID: z.union(
    [z.literal(''), z.string().regex(guid)],
    'the ID of the app in Teams, a GUID, or nothing',
  ),
}

/** Those without which there is no package. */
export const neededVariables = Object.entries(packageVariables)
  .filter(([, form]) => !form.safeParse('').success)
  .map(([name]) => name)

/**
 * The manifest with its placeholders replaced.
 * @throws Error that lists every variable that is missing or wrong, or a placeholder without a value
 */
export function fillManifest(
  template: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const asked = Object.keys(packageVariables).map((name) => [name, environment[name]?.trim() ?? ''])
  const { data: values, error } = z.object(packageVariables).safeParse(Object.fromEntries(asked))
  if (!values) {
    const lines = error.issues.map(({ path, message }) => `  ${path.join('.')}: expected ${message}`)
    throw new Error(
      ["The app package can't be created. Set these variables in .env:", ...new Set(lines)].join('\n'),
    )
  }
  const filled = { ...values, TEAMS_APP_ID: values.TEAMS_APP_ID || values.BOT_ID }
  return template.replaceAll(/\$\{\{(\w+)\}\}/g, (blank, name: string) => {
    if (!Object.hasOwn(filled, name)) throw new Error(`Expected a value for ${blank} of the manifest`)
    // The placeholders are inside JSON strings.
    return JSON.stringify(filled[name as keyof typeof filled]).slice(1, -1)
  })
}

/** Zips the files without folders, as Teams requires. The same files give the same bytes. */
export function packApp(
  files: Readonly<Record<'manifest.json', string>> & Record<string, string | Uint8Array>,
): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ])
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: new Date(2020, 0, 1) })
}
