import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

/*
 * Makes test/support/ocsf-schema.json, a JSON Schema of the part of OCSF that the history is exported in, from the published
 * definitions: node scripts/make-ocsf-schema.ts <clone of github.com/ocsf/ocsf-schema> v1.8.0
 * An attribute whose object isn't in the list below isn't allowed, although OCSF has it: the export doesn't use it.
 */

const classes = ['iam/entity_management', 'findings/detection_finding']
const objects = [
  'metadata',
  'product',
  'actor',
  'user',
  'managed_entity',
  'organization',
  'finding_info',
  'resource_details',
]
const profiles = ['host']

interface Attribute {
  type?: string
  is_array?: boolean
  requirement?: string
  sibling?: string
  profile?: string | null
  enum?: Readonly<Record<string, { caption: string }>>
}
interface Definition {
  caption: string
  uid?: number
  category?: string
  extends?: string
  attributes: Readonly<Record<string, Attribute>>
  constraints?: { at_least_one?: readonly string[] }
}
type Schema = Readonly<Record<string, unknown>>

const [clone = '', tag = ''] = process.argv.slice(2)
const git = (...args: string[]): string => execFileSync('git', ['-C', clone, ...args], { encoding: 'utf8' })
const read = <T = Definition>(path: string): T => JSON.parse(git('show', `${tag}:${path}`)) as T

const dictionary = read<{
  attributes: Record<string, Attribute>
  types: { attributes: Record<string, { type?: string; regex?: string; max_len?: number }> }
}>('dictionary.json')
const categories = read<{ attributes: Record<string, { uid: number; caption: string }> }>('categories.json')
const pathOf: Readonly<Record<string, string>> = { base_event: 'events/base_event.json' }

/** The definition with everything that it inherits; what a child says counts. */
function resolve(path: string, folder: string): Definition {
  const { attributes: given, ...own } = read(path)
  const { $include: included = [], ...attributes } = given as { $include?: readonly string[] }
  const parent = own.extends && own.extends !== 'object' ? resolveNamed(own.extends, folder) : undefined
  const merged: Record<string, Attribute> = { ...parent?.attributes }
  for (const profile of included) {
    const name = profile.replace(/^profiles\/|\.json$/g, '')
    for (const [key, attribute] of Object.entries(read(profile).attributes))
      if (!merged[key] || merged[key].profile) merged[key] = { ...attribute, profile: name }
  }
  for (const [key, attribute] of Object.entries(attributes) as [string, Attribute][])
    merged[key] = mergeAttribute(merged[key], attribute)
  return { ...parent, ...own, attributes: merged }
}

function mergeAttribute(before: Attribute | undefined, own: Attribute): Attribute {
  const values = { ...before?.enum, ...own.enum }
  // An attribute that a class names itself needs no profile, unless it says so.
  const { profile: _, ...inherited } = before ?? {}
  return { ...inherited, ...own, ...(Object.keys(values).length > 0 && { enum: values }) }
}

const resolveNamed = (name: string, folder: string): Definition =>
  resolve(pathOf[name] ?? `${folder}/${name}.json`, folder)

/** Undefined: its object isn't used here. */
function schemaOfType(type: string): Schema | undefined {
  const known = dictionary.types.attributes[type]
  if (type === 'object') return { type: 'object' }
  if (!known) return objects.includes(type) ? { $ref: `#/$defs/${type}` } : undefined
  const base = known.type ?? type
  if (type === 'json_t') return {}
  if (base === 'boolean_t') return { type: 'boolean' }
  if (base === 'float_t') return { type: 'number' }
  if (base === 'integer_t' || base === 'long_t') return { type: 'integer' }
  return {
    type: 'string',
    ...(known.max_len && { maxLength: known.max_len }),
    ...(known.regex && { pattern: known.regex }),
  }
}

function makeSchema({ attributes, constraints }: Definition): Schema {
  const properties: Record<string, Schema> = {}
  const required: string[] = []
  const rules: Schema[] = []
  for (const [key, given] of Object.entries(attributes)) {
    const attribute = { ...dictionary.attributes[key], ...given }
    if (given.profile && !profiles.includes(given.profile)) continue
    const values = { ...dictionary.attributes[key]?.enum, ...given.enum }
    const item = schemaOfType(attribute.type ?? '')
    if (!item) continue
    const one = Object.keys(values).length > 0 ? { ...item, enum: valuesOf(item, values) } : item
    properties[key] = attribute.is_array ? { type: 'array', items: one } : one
    if (given.profile) rules.push(onlyWith(key, given.profile))
    else if (attribute.requirement === 'required') required.push(key)
    if (attribute.sibling) rules.push(...captionsOf(key, attribute.sibling, values))
  }
  const oneOfThem = (constraints?.at_least_one ?? []).filter((key) => properties[key])
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties,
    ...(oneOfThem.length > 0 && { anyOf: oneOfThem.map((key) => ({ required: [key] })) }),
    ...(rules.length > 0 && { allOf: rules }),
  }
}

const valuesOf = (item: Schema, values: object): unknown[] =>
  item.type === 'integer' ? Object.keys(values).map(Number) : Object.keys(values)

/** The caption stands beside its number; only with 99 it's a word of the source. */
const captionsOf = (key: string, sibling: string, values: NonNullable<Attribute['enum']>): Schema[] =>
  Object.entries(values)
    .filter(([value]) => value !== '99')
    .map(([value, { caption }]) => ({
      if: { required: [key], properties: { [key]: { const: Number(value) } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { [sibling]: { const: caption } } },
    }))

const onlyWith = (key: string, profile: string): Schema => ({
  if: { required: [key] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: {
    properties: {
      metadata: { required: ['profiles'], properties: { profiles: { contains: { const: profile } } } },
    },
  },
})

/** A class: its numbers follow from its category, its own number, and the activity. */
function makeClass(name: string): [string, Schema] {
  const [folder = '', file = ''] = name.split('/')
  const definition = resolve(`events/${name}.json`, `events/${folder}`)
  const category = categories.attributes[definition.category ?? '']
  if (!category || definition.uid === undefined) throw new Error(`${name} is no class`)
  const uid = category.uid * 1_000 + definition.uid
  const schema = makeSchema(definition) as { properties: object; allOf?: Schema[] }
  const activities = {
    ...dictionary.attributes.activity_id?.enum,
    ...definition.attributes.activity_id?.enum,
  }
  const types = Object.entries(activities).map(([activity, { caption }]) => ({
    if: { required: ['activity_id'], properties: { activity_id: { const: Number(activity) } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      properties: {
        type_uid: { const: uid * 100 + Number(activity) },
        type_name: { const: `${definition.caption}: ${caption}` },
      },
    },
  }))
  const properties = {
    ...schema.properties,
    category_uid: { const: category.uid },
    category_name: { const: category.caption },
    class_uid: { const: uid },
    class_name: { const: definition.caption },
  }
  return [file, { ...schema, properties, allOf: [...(schema.allOf ?? []), ...types] }]
}

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $comment: `The used part of OCSF ${read<{ version: string }>('version.json').version}, by scripts/make-ocsf-schema.ts from https://github.com/ocsf/ocsf-schema (Apache-2.0), tag ${tag}, commit ${git('rev-parse', `${tag}^{commit}`).trim()}`,
  $defs: {
    ...Object.fromEntries(classes.map(makeClass)),
    ...Object.fromEntries(
      objects.map((name) => [name, makeSchema(resolve(`objects/${name}.json`, 'objects'))]),
    ),
  },
}
writeFileSync('test/support/ocsf-schema.json', `${JSON.stringify(schema, null, 2)}\n`)
