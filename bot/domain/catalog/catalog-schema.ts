import { z } from 'zod'
import type { AdditionalSetting, CatalogApp, Permission, PermissionSet } from './permission-set.ts'

// The same rules stand in catalog.schema.json, for editors and other programs; a test holds both to the same samples.
const id = z
  .string()
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const guid = z
  .string()
  .regex(/^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$/)
  .transform((text) => text.toLowerCase())
/** One line without control characters and without blanks at its ends. */
const line = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u)
/** A scope word as OAuth allows it: anything printable but blank, quote and backslash. */
const scopeWord = z
  .string()
  .max(120)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
const plan = z
  .string()
  .max(60)
  .regex(/^[A-Z0-9_]+$/)
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

const permission: z.ZodType<Permission> = z.strictObject({
  api: line(120),
  resourceAppId: guid,
  type: z.enum(['application', 'delegated']),
  id: guid,
  value: scopeWord,
  tier: z.literal([0, 1, 2]),
  reason: line(300),
  without: line(300),
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
])

const set: z.ZodType<PermissionSet> = z.strictObject({
  id,
  name: line(120),
  aliases: names,
  apps: z.array(id).min(1).max(50),
  // Entra takes at most 400 permissions in one registration.
  permissions: z.array(permission).min(1).max(400),
  settings: z.array(setting).max(20),
  coupled: z.array(line(300)).max(20),
})

export const catalogSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.int().min(1),
  suite: line(120),
  apps: z.array(app).min(1).max(200),
  sets: z.array(set).min(1).max(30),
})
