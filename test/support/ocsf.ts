import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import schema from './ocsf-schema.json' with { type: 'json' }

/** The used part of OCSF as its publishers define it: nothing else may be in an event. */
const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false })
ajv.addSchema(schema, 'ocsf')

const validators = new Map<number, ValidateFunction>()
const names: Readonly<Record<number, string>> = { 2004: 'detection_finding', 3004: 'entity_management' }

/** What is wrong with an event, in one line each; empty: nothing. */
export function wrongOcsf(event: unknown): string[] {
  const { class_uid: id } = event as { class_uid: number }
  const name = names[id]
  if (!name) return [`the class ${id} is not used here`]
  const known = validators.get(id)
  const validate = known ?? ajv.compile({ $ref: `ocsf#/$defs/${name}` })
  if (!known) validators.set(id, validate)
  if (validate(event)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}
