import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { toCloudEvent } from '#domain/events/cloud-event.ts'
import { eventTypes } from '#domain/events/event.ts'
import { testEvent } from '#domain/events/test-event.ts'
import { openApi } from '#edge/http/openapi.ts'
import { alice, at } from '../../stores/samples.ts'

interface Webhook {
  post: {
    parameters: { name: string; in: string }[]
    requestBody: { content: Record<string, { schema: { $ref: string } }> }
  }
}

const publicUrl = 'https://grants.example.com'
const description = openApi(publicUrl) as {
  webhooks: Record<string, Webhook>
  components: { schemas: Record<string, { description?: string }> }
}
const ajv = new Ajv2020({ strict: true, validateFormats: false, keywords: ['components'] })
ajv.addSchema({ $id: 'api', components: description.components })
const schemaAt = (ref: string) => ajv.compile({ $ref: ref.replace('#', 'api#') })

const event = toCloudEvent(
  { ...testEvent({ target: 'siem', by: alice, at: at(0) }), position: 7, sequence: 3, id: alice.objectId },
  publicUrl,
)

describe('the description of the events', () => {
  it('has a webhook for each type, with the headers of Standard Webhooks', () => {
    expect(Object.keys(description.webhooks).toSorted()).toEqual(Object.values(eventTypes).toSorted())
    for (const { post } of Object.values(description.webhooks))
      expect(post.parameters.map((each) => `${each.in} ${each.name}`)).toEqual([
        ...['header webhook-id', 'header webhook-timestamp', 'header webhook-signature'],
      ])
  })

  it('leads to a schema from every reference, and every schema compiles', () => {
    const refs = new Set(JSON.stringify(description).match(/#\/components\/schemas\/\w+/g))
    for (const ref of refs) expect(schemaAt(ref), ref).toBeTypeOf('function')
    expect(refs.size).toBeGreaterThanOrEqual(2 * Object.keys(eventTypes).length)
  })

  it('fits an event as it is sent, whose schema it names, and not just anything', () => {
    const sent = JSON.parse(JSON.stringify(event)) as Record<string, unknown>
    expect(sent).toMatchObject({ specversion: '1.0', source: publicUrl, subject: '*/*' })
    expect([sent.sequence, sent.position]).toEqual(['000000000003', '0000000000000007'])
    const { content } = description.webhooks[event.type]?.post.requestBody ?? {}
    const isRight = schemaAt(content?.['application/cloudevents+json']?.schema.$ref ?? '')
    expect(isRight(sent), JSON.stringify(isRight.errors)).toBe(true)
    expect(isRight({ ...sent, type: eventTypes.access })).toBe(false)
    expect(isRight({ ...sent, data: { ...(sent.data as object), token: 'x' } })).toBe(false)
    expect(isRight({ ...sent, sequence: '3' })).toBe(false)
    const [, named] = String(sent.dataschema).split(`${publicUrl}/api/v1/openapi.json`)
    expect(schemaAt(named ?? '')(sent.data)).toBe(true)
  })
})
