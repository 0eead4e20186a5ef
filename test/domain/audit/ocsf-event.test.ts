import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type OcsfEvent, ocsfEvent } from '#domain/audit/ocsf-event.ts'
import { mappingOf, ocsfMappings } from '#domain/audit/ocsf-mappings.ts'
import type { OcsfSubject } from '#domain/audit/ocsf-parts.ts'
import type { AuditEntry } from '#domain/audit/stored-entry.ts'
import { ocsfWords } from '#edge/http/ocsf-words.ts'
import { alice, at } from '../../stores/samples.ts'
import { wrongOcsf } from '../../support/ocsf.ts'
import { runs } from '../../support/runs.ts'

const source = { words: ocsfWords, program: '0.1.0' }
const tenant = { uid: '3f2a91c4-0000-4000-8000-000000000001', name: 'Contoso Ltd' }
const set = { uid: 'account-actions', name: 'Account actions' }
const hash = 'ab'.repeat(32)
const both: OcsfSubject = { tenant, set }

const eventOf = (entry: Partial<AuditEntry>, subject: OcsfSubject = both): OcsfEvent =>
  ocsfEvent(
    {
      id: 7,
      at: at(0),
      actor: alice,
      action: 'grant.block',
      result: 'done',
      ...(subject.tenant && { tenantId: subject.tenant.uid }),
      ...(subject.set && { setId: subject.set.uid }),
      ...entry,
      hash,
    },
    subject,
    source,
  )

const alertDetail = { alert: 12, key: 'k', condition: 'permissionsRemoved', severity: 'critical', version: 1 }
const detailOf = (action: string) =>
  action.startsWith('alert.') ? { ...alertDetail, state: 'open' } : { request: 'K7M-2QX', code: 'ABC-DEF' }

describe('events are as OCSF is published', () => {
  const subjects: OcsfSubject[] = [{}, { tenant }, { set }, both]
  const results = ['done', 'refused', 'failed'] as const

  test.each(Object.keys(ocsfMappings))('%s', (action) => {
    for (const actor of [alice, 'system'] as const)
      for (const result of results)
        for (const subject of subjects)
          for (const detail of [undefined, detailOf(action)]) {
            const event = eventOf({ action, actor, result, detail, reason: 'ROLE_MISSING' }, subject)
            expect(wrongOcsf(event), JSON.stringify(event)).toEqual([])
          }
  })

  test('whatever was written by a person or another version', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    const action = fc.oneof(fc.constantFrom(...Object.keys(ocsfMappings)), text)
    const detail = fc.option(
      fc.oneof(
        fc.object(),
        fc.record({ ...Object.fromEntries(['alert'].map((key) => [key, fc.nat()])) }),
        text,
      ),
      { nil: undefined },
    )
    const entries = fc.record({
      action,
      detail,
      reason: fc.option(text, { nil: undefined }),
      actor: fc.oneof(
        fc.constant('system' as const),
        fc.record({ tenantId: text, objectId: text, name: text }),
      ),
      result: fc.constantFrom(...results),
    })
    const names = fc.record({ uid: text, name: text })
    const subject = fc.record({
      tenant: fc.option(names, { nil: undefined }),
      set: fc.option(names, { nil: undefined }),
    })
    fc.assert(
      fc.property(entries, subject, (entry, about) => {
        const { reason, ...rest } = entry
        const event = eventOf({ ...rest, ...(reason !== undefined && { reason }) }, about)
        expect(wrongOcsf(JSON.parse(JSON.stringify(event)))).toEqual([])
      }),
      runs(2_000, 60),
    )
  })

  test.each(['open', 'acknowledged', 'snoozed', 'accepted', 'resolved', 'of another version'])(
    'an alert that is %s',
    (state) => {
      for (const severity of ['info', 'warning', 'critical'])
        for (const condition of ['permissionsRemoved', 'of another version']) {
          const detail = { ...alertDetail, severity, condition, state }
          const event = eventOf({ action: 'alert.update', actor: 'system', detail })
          expect(wrongOcsf(event)).toEqual([])
          expect(event.class_uid).toBe(2004)
        }
    },
  )
})

describe('what OCSF does not allow is found', () => {
  const good = eventOf({})
  const finding = eventOf({ action: 'alert.open', actor: 'system', detail: detailOf('alert.open') })
  const without = (event: OcsfEvent, name: string): OcsfEvent =>
    Object.fromEntries(Object.entries(event).filter(([key]) => key !== name))
  const metadata = good.metadata as object

  test('by what is right', () => {
    expect([...wrongOcsf(good), ...wrongOcsf(finding)]).toEqual([])
  })

  test.each([
    ['no time', without(good, 'time'), 'time'],
    ['no severity', without(good, 'severity_id'), 'severity_id'],
    ['no entity', without(good, 'entity'), 'entity'],
    ['no finding', without(finding, 'finding_info'), 'finding_info'],
    ['no product', { ...good, metadata: { version: '1.8.0' } }, 'product'],
    ['no version', { ...good, metadata: { product: { name: 'x' } } }, 'version'],
    ['a time in words', { ...good, time: '2026-03-01T08:00:00Z' }, '/time'],
    ['an attribute that is unknown', { ...good, tenant: 'x' }, 'tenant'],
    ['one that is unknown in metadata', { ...good, metadata: { ...metadata, color: 1 } }, 'color'],
    ['an activity that is unknown', { ...good, activity_id: 14 }, '/activity_id'],
    ['a caption of another activity', { ...good, activity_name: 'Delete' }, '/activity_name'],
    ['a type of another activity', { ...good, type_uid: 300_401 }, '/type_uid'],
    ['a type of another class', { ...good, type_uid: 200_409 }, '/type_uid'],
    ['another category', { ...good, category_uid: 2 }, '/category_uid'],
    ['a caption of another status', { ...good, status: 'Failure' }, '/status'],
    ['a status of findings', { ...good, status_id: 4, status: 'Resolved' }, '/status_id'],
    ['a severity that is unknown', { ...finding, severity_id: 7 }, '/severity_id'],
    ['an actor who is nobody', { ...good, actor: {} }, '/actor'],
    ['an entity without a name or ID', { ...good, entity: { type_id: 99, type: 'Grant' } }, '/entity'],
    ['a finding with an actor without the profile', { ...finding, actor: { app_name: 'x' } }, 'profiles'],
    ['a class that is not used', { ...good, class_uid: 3001 }, '3001'],
  ])('%s', (_what, event, named) => {
    expect(wrongOcsf(event).join('\n')).toContain(named)
  })
})

describe('what an event says', () => {
  test('a block', () => {
    const event = eventOf({ reason: 'Compromised app', detail: { from: 'granted', to: 'blocked' } })
    expect(event).toMatchObject({
      class_uid: 3004,
      activity_name: 'Disable',
      type_uid: 300_409,
      time: at(0).getTime(),
      status: 'Success',
      comment: 'Compromised app',
      message: 'Alice Moreau blocked: “Account actions” in Contoso Ltd',
      metadata: {
        version: '1.8.0',
        uid: hash,
        sequence: 7,
        event_code: 'grant.block',
        tenant_uid: tenant.uid,
      },
      actor: { user: { uid: alice.objectId, display_name: alice.name, org: { uid: alice.tenantId } } },
      entity: { type: 'Grant', uid: `${tenant.uid}/account-actions`, name: 'Account actions' },
      unmapped: { result: 'done', detail: { from: 'granted', to: 'blocked' } },
    })
  })

  test('a refused attempt, also on an alert', () => {
    const blocked = eventOf({ action: 'grant.confirmBlock', result: 'refused', reason: 'ROLE_MISSING' })
    expect(blocked).toMatchObject({ status: 'Failure', status_code: 'ROLE_MISSING', severity: 'Low' })
    expect(blocked.message).toBe('Alice Moreau tried to block: “Account actions” in Contoso Ltd')
    const acknowledged = eventOf({ action: 'alert.acknowledge', result: 'refused', reason: 'ROLE_MISSING' })
    expect(acknowledged).toMatchObject({
      class_uid: 3004,
      status: 'Failure',
      entity: { type: 'Alert', name: 'Account actions' },
    })
  })

  test('an alert from its opening to its end is one finding', () => {
    const seen = (action: string, state: string, actor: AuditEntry['actor'] = 'system', reason?: string) =>
      eventOf({ action, actor, detail: { ...alertDetail, state }, ...(reason !== undefined && { reason }) })
    const opened = seen('alert.open', 'open')
    expect(opened).toMatchObject({
      class_uid: 2004,
      activity_name: 'Create',
      status: 'New',
      severity: 'Critical',
      is_alert: true,
      finding_info: { uid: 'alert-12', title: 'Permissions were removed', types: ['permissionsRemoved'] },
      resources: [{ type: 'Grant', role: 'Affected' }],
    })
    expect(opened).not.toHaveProperty('actor')
    expect(seen('alert.acknowledge', 'acknowledged', alice)).toMatchObject({
      activity_name: 'Update',
      status: 'In Progress',
      is_alert: false,
      actor: { user: { uid: alice.objectId } },
      metadata: { profiles: ['host'] },
      finding_info: { uid: 'alert-12' },
    })
    expect(seen('alert.snooze', 'snoozed', alice, 'Maintenance tonight')).toMatchObject({
      status_id: 99,
      status: 'Snoozed',
      comment: 'Maintenance tonight',
    })
    expect(seen('alert.resolve', 'resolved', 'system', 'recovered')).toMatchObject({
      activity_name: 'Close',
      status: 'Resolved',
      status_detail: 'recovered',
    })
  })

  test('a history that was changed from outside is a finding', () => {
    const entry = {
      action: 'audit.broken',
      actor: 'system',
      result: 'failed',
      reason: 'HEAD_CHANGED',
    } as const
    expect(eventOf(entry, {})).toMatchObject({ class_uid: 2004, severity: 'Critical', is_alert: true })
  })

  test('what another version wrote is exported all the same', () => {
    expect(mappingOf('toString')).toEqual({ does: 'Other', to: 'settings' })
    expect(eventOf({ action: 'grant.melt' })).toMatchObject({
      activity_id: 99,
      metadata: { event_code: 'grant.melt' },
    })
  })

  test('a code is no comment, and the comment is no code', () => {
    expect(eventOf({ action: 'exception.withdraw', reason: 'EXCEPTION_WITHDRAWN' })).not.toHaveProperty(
      'comment',
    )
    expect(eventOf({ reason: 'Why not' })).not.toHaveProperty('status_code')
  })
})
