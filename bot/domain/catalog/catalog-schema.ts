import { z } from 'zod'
import type { AdditionalSetting, CatalogApp, Permission, PermissionSet } from './permission-set.ts'

const text = (longest: number, form: RegExp) => z.string().max(longest).regex(form)

// Keep in line with catalog.schema.json, which editors and other programs use; a test compares both on the same samples.
const id = text(60, /^[a-z0-9]+(-[a-z0-9]+)*$/)
const guid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/)
  .transform((text) => text.toLowerCase())
/** One line without control characters or surrounding spaces. */
const line = (longest: number) => text(longest, /^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u)
/** An OAuth scope: printable ASCII except space, quotation mark, and backslash. */
const scope = text(120, /^[\x21\x23-\x5b\x5d-\x7e]+$/)
/** Hours or days. */
const longestOpen = text(4, /^[1-9]\d{0,2}[hd]$/)
const plan = text(60, /^[A-Z0-9_]+$/)
/** Of the calendar; `cross-check.ts` refuses February 30. */
const date = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/)
/** It becomes a link on cards, so nothing in it can end one. */
const source = text(300, /^https:\/\/[^\s\p{Cc}()<>[\]"\\]+$/u)
const names = z.array(line(120)).max(20)

const app: z.ZodType<CatalogApp> = z.strictObject({
  id,
  name: line(120),
  aliases: names,
  purpose: line(300),
  whenBlocked: line(300),
  tenantLimit: z.int().min(1).max(5_000).optional(),
  manualSync: z.boolean(),
})

/** Text is short for an object with that text: it has always been needed. */
const alsoNeeds = z.preprocess(
  (value) => (typeof value === 'string' ? { what: value } : value),
  z.strictObject({ what: line(300), from: date.optional() }),
)
const retires = z.strictObject({
  date,
  what: line(300),
  replacement: line(300).optional(),
  alsoNeeds: alsoNeeds.optional(),
  source,
})

const alternative = z.strictObject({ name: line(120), note: line(300), source })

const permission: z.ZodType<Permission> = z.strictObject({
  api: line(120),
  resourceAppId: guid,
  type: z.enum(['application', 'delegated']),
  id: guid,
  value: scope,
  tier: z.literal([0, 1, 2]),
  tierSource: z.enum(['microsoft', 'tiering', 'ours']).optional(),
  reason: line(300),
  without: line(300),
  retires: retires.optional(),
  preview: z.strictObject({ what: line(300), source }).optional(),
  narrower: z.array(alternative).min(1).max(5).optional(),
})

const everySetting = {
  id,
  name: line(120),
  apps: z.array(id).min(1).max(50),
  coach: line(600),
  without: line(300),
}
const setting: z.ZodType<AdditionalSetting> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('directoryRole'),
    ...everySetting,
    roleTemplateId: guid,
    roleName: line(120),
  }),
  z.strictObject({ kind: z.literal('servicePlan'), ...everySetting, plans: z.array(plan).min(1).max(20) }),
  z.strictObject({
    kind: z.literal('byHand'),
    ...everySetting,
    askAgainDays: z.int().min(1).max(730),
    until: date.optional(),
  }),
])

const set: z.ZodType<PermissionSet> = z.strictObject({
  id,
  name: line(120),
  aliases: names,
  apps: z.array(id).min(1).max(50),
  // Entra allows at most 400 permissions per app registration.
  permissions: z.array(permission).min(1).max(400),
  settings: z.array(setting).max(20),
  coupled: z.array(line(300)).max(20),
  openFor: z.strictObject({ max: longestOpen }).optional(),
  formerClientIds: z.array(guid).max(5).optional(),
})

export const catalogSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.int().min(1),
  suite: line(120),
  apps: z.array(app).min(1).max(200),
  sets: z.array(set).min(1).max(30),
})
