import { strToU8, zipSync } from 'fflate'
import { z } from 'zod'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What the manifest has blanks for; all of it comes from `.env`. */
export const packageVariables = {
  BOT_ID: z.string().regex(guid, 'the client id of the bot, a GUID'),
  APP_PUBLISHER: z.string().min(1, 'who publishes the bot').max(32, 'at most 32 characters'),
  APP_WEBSITE_URL: z.url({ protocol: /^https$/, error: 'an https address' }),
  APP_PRIVACY_URL: z.url({ protocol: /^https$/, error: 'an https address' }),
  APP_TERMS_URL: z.url({ protocol: /^https$/, error: 'an https address' }),
}

/**
 * The manifest with its blanks filled.
 * @throws Error that names every variable that is missing or wrong, or a blank that nothing fills
 */
export function fillManifest(
  template: string,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const asked = Object.keys(packageVariables).map((name) => [name, environment[name]?.trim() ?? ''])
  const { data: values, error } = z.object(packageVariables).safeParse(Object.fromEntries(asked))
  if (!values) {
    const lines = error.issues.map(({ path, message }) => `  ${path.join('.')}: expected ${message}`)
    throw new Error(['The app cannot be packed. Put these into .env:', ...new Set(lines)].join('\n'))
  }
  return template.replaceAll(/\$\{\{(\w+)\}\}/g, (blank, name: string) => {
    if (!Object.hasOwn(values, name)) throw new Error(`Expected a value for ${blank} of the manifest`)
    // The blanks stand inside of JSON texts.
    return JSON.stringify(values[name as keyof typeof values]).slice(1, -1)
  })
}

/** Packs the files as Teams wants them: flat. Equal files make equal bytes. */
export function packApp(
  files: Readonly<Record<'manifest.json', string>> & Record<string, string | Uint8Array>,
): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ])
  return zipSync(Object.fromEntries(entries), { level: 9, mtime: new Date(2020, 0, 1) })
}
