import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import type { GraphAnswer, GraphListener } from '../../emulator/http.ts'
import schema from './graph-schema.json' with { type: 'json' }

/** The used part of Graph, by the types that Microsoft publishes: nothing else may be in an answer. */
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
ajv.addSchema(schema, 'graph')

interface Shape {
  type: string
  isList: boolean
}

const principal = String.raw`/servicePrincipals(?:\(appId='[^']+'\)|/[^/?]+)`
const application = String.raw`/applications(?:\((?:appId|uniqueName)='[^']+'\)|/[^/?]+)`
const shapes: readonly [pattern: RegExp, shape: Shape][] = [
  [new RegExp(`^${principal}$`), { type: 'servicePrincipal', isList: false }],
  [/^\/servicePrincipals$/, { type: 'servicePrincipal', isList: true }],
  [new RegExp(`^${principal}/appRoleAssign(?:ments|edTo)$`), { type: 'appRoleAssignment', isList: true }],
  [new RegExp(`^${principal}/oauth2PermissionGrants$`), { type: 'oAuth2PermissionGrant', isList: true }],
  [new RegExp(`^${principal}/(?:transitiveM|m)emberOf$`), { type: 'directoryObject', isList: true }],
  [/^\/oauth2PermissionGrants$/, { type: 'oAuth2PermissionGrant', isList: true }],
  [new RegExp(`^${application}$`), { type: 'application', isList: false }],
  [
    new RegExp(`^${application}/federatedIdentityCredentials$`),
    { type: 'federatedIdentityCredential', isList: true },
  ],
  [/^\/directory\/deletedItems\/microsoft\.graph\.application$/, { type: 'application', isList: true }],
  [
    /^\/directory\/deletedItems\/microsoft\.graph\.servicePrincipal$/,
    { type: 'servicePrincipal', isList: true },
  ],
  [/^\/applications$/, { type: 'application', isList: true }],
  [/^\/organization$/, { type: 'organization', isList: true }],
  [/^\/subscribedSkus$/, { type: 'subscribedSku', isList: true }],
  [/^\/roleManagement\/directory\/roleAssignments$/, { type: 'unifiedRoleAssignment', isList: true }],
  [/^\/auditLogs\/directoryAudits$/, { type: 'directoryAudit', isList: true }],
]
/** Accounts and groups: their types are not in the schema. One deleted object can be of several. */
const without = /^\/(?:(?:users|groups)\/|me$|directory\/deletedItems\/[^.]+$)/

const compiled = new Map<string, ValidateFunction>()

function validatorOf({ type, isList }: Shape): ValidateFunction {
  const key = `${type}${isList}`
  const known = compiled.get(key)
  if (known) return known
  const ref = { $ref: `graph#/$defs/${type}` }
  const list = {
    type: 'object',
    required: ['value'],
    properties: {
      '@odata.context': { type: 'string' },
      '@odata.nextLink': { type: 'string', pattern: '^https?://' },
      value: { type: 'array', items: ref },
    },
    additionalProperties: false,
  }
  const validate = ajv.compile(isList ? list : ref)
  compiled.set(key, validate)
  return validate
}

/** What is wrong with one answer, in one line each; empty: nothing. */
export function wrongShapes({ method, address, status, body, parts }: GraphAnswer): string[] {
  if (parts && status === 200) return wrongBatch(body, parts)
  if (status === 204) return body === undefined ? [] : [`${address}: an answer without content has one`]
  const path = decodeURIComponent(address.replace(/\?.*/, ''))
  const shape = shapes.find(([pattern]) => pattern.test(path))?.[1]
  if (status < 400 && !shape) return without.test(path) ? [] : [`${path}: no shape is known`]
  const error = { type: 'ODataErrors.ODataError', isList: false }
  // What was made is answered alone, also at the address of a list.
  const wanted = shape && method === 'POST' ? { ...shape, isList: false } : shape
  const validate = validatorOf(status >= 400 || !wanted ? error : wanted)
  if (validate(body)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${path}${instancePath}: ${message} ${JSON.stringify(params)}`,
  )
}

function wrongBatch(body: unknown, parts: NonNullable<GraphAnswer['parts']>): string[] {
  const validate = validatorOf({ type: 'batchResponse', isList: false })
  if (!validate(body)) return [`$batch: ${ajv.errorsText(validate.errors)}`]
  const { responses } = body as { responses: { id: string; status: number; body: unknown }[] }
  return responses.flatMap(({ id, status, body: answer }) => {
    const url = parts.find((part) => part.id === id)?.url ?? ''
    const address = url.startsWith('/') ? url : `/${url}`
    return typeof answer === 'string' ? [] : wrongShapes({ method: 'GET', address, status, body: answer })
  })
}

/** Checks every answer that a test causes; `assertClean` fails with the first wrong ones. */
export function makeGraphChecker(): { check: GraphListener; stop(): void; assertClean(): void } {
  const wrong = new Set<string>()
  let isOn = true
  return {
    check: (answer) => {
      if (isOn && wrong.size < 20) for (const line of wrongShapes(answer)) wrong.add(line)
    },
    stop: () => {
      isOn = false
    },
    assertClean: () =>
      expect(
        [...wrong],
        'Answers without the shape of Graph. On purpose? Then call expectOddAnswers().',
      ).toEqual([]),
  }
}
