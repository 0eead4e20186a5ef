import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  assignmentPage,
  grantPage,
  organizationPage,
  principalPage,
  roleAssignmentPage,
  skuPage,
} from '#domain/directory/graph-schemas.ts'
import { evaluationSchema, memoryBesideFactsSchema, memorySchema } from '#domain/grants/grant-schema.ts'
import { compiledOf } from '#platform/base/compiled-of.ts'
import { anyValue, damaged } from '../../hard/values.ts'
import { guid, wholeMemory } from '../../stores/samples.ts'

const ID = guid(1).toUpperCase()
const finding = { code: 'LINK_OUT', who: 'operator', since: '2026-03-01T08:00:00.000Z', facts: { a: 'b' } }
const memory: object = JSON.parse(JSON.stringify(wholeMemory))
const plan = { servicePlanName: 'P2', provisioningStatus: 'Success' }

/** What is parsed for every tenant, with a value that it accepts. */
const cases: readonly [string, z.ZodType, object][] = [
  ['principals', principalPage, { value: [{ id: ID, appId: ID, displayName: null, accountEnabled: true }] }],
  ['assignments', assignmentPage, { value: [{ appRoleId: ID, resourceId: null, principalId: ID, more: 1 }] }],
  ['grants', grantPage, { value: [{ consentType: 'AllPrincipals', resourceId: ID, scope: ' a b' }] }],
  ['an organization', organizationPage, { value: [{ id: ID, verifiedDomains: [{ name: 'a.example' }] }] }],
  ['role assignments', roleAssignmentPage, { value: [{ principalId: ID, roleDefinitionId: ID }] }],
  ['licenses', skuPage, { value: [{ capabilityStatus: 'Enabled', servicePlans: [plan] }] }],
  ['a memory', memorySchema, memory],
  [
    'a memory without its facts',
    memoryBesideFactsSchema,
    { ...memory, facts: { at: finding.since, value: null } },
  ],
  ['an evaluation', evaluationSchema, { findings: [finding], lastKnown: 'granted' }],
]

test.each(cases)('%s: compiled, and parsed as before, whole or damaged', (_what, schema, whole) => {
  // Throws if it can't be compiled, where `compiledOf` would go on as slowly as before.
  z.compile(schema, { strict: true })
  const compiled = compiledOf(schema)
  expect(compiledOf(schema)).toBe(compiled)
  expect(compiled.safeParse(whole).success).toBe(true)
  const same = (value: unknown) => {
    const [is, was] = [compiled.safeParse(value), schema.safeParse(value)]
    expect([is.success, is.data, is.error?.issues]).toStrictEqual([was.success, was.data, was.error?.issues])
  }
  same(whole)
  fc.assert(fc.property(fc.oneof(damaged(whole), anyValue), same), { numRuns: 60 })
})
