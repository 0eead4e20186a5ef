import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  DamagedGrantError,
  evaluationFromJson,
  factsAt,
  lazyMemoryFromJson,
  memoryFromJson,
  memoryToJson,
} from '#domain/grants/grant-json.ts'
import type { GrantMemory } from '#domain/status/memory.ts'
import { alice, at, wholeMemory } from '../../stores/samples.ts'
import { histories, play, requirements } from '../status/arbitraries.ts'

test('an evaluation comes back as the same text, so that a read that finds nothing new outdates no card', () => {
  const since = '2026-11-24T15:42:56.473Z'
  const finding = { code: 'PERMISSIONS_REMOVED', who: 'operator', since, permissions: ['a/application/b'] }
  const text = JSON.stringify({ findings: [finding, { code: 'NEVER_READ', who: 'operator' }] })
  expect(JSON.stringify(evaluationFromJson(text))).toBe(text)
})

describe('a memory', () => {
  const samples: readonly GrantMemory[] = [
    {},
    { blocked: { at: at(1), by: { ...alice, name: 'A\n"value":\nB' } } },
    { facts: wholeMemory.facts },
    wholeMemory,
  ]
  const memories = fc.oneof(
    fc.constantFrom(...samples),
    fc.tuple(requirements, histories).map(([requirement, steps]) => play(requirement, steps).memory),
  )

  test('comes back from its text, from that of an earlier version, and from one that somebody laid out', () => {
    const same = (memory: GrantMemory) => {
      const text = memoryToJson(memory)
      expect(JSON.parse(text)).toStrictEqual(JSON.parse(JSON.stringify(memory)))
      for (const stored of [text, JSON.stringify(memory), JSON.stringify(memory, null, 2)]) {
        expect(memoryFromJson(stored)).toStrictEqual(memoryFromJson(text))
        const { facts, ...rest } = lazyMemoryFromJson(stored)
        const parsed = { ...rest, ...(facts && { facts: { at: facts.at, value: facts.value } }) }
        expect(parsed).toStrictEqual(memoryFromJson(text))
        expect(memoryToJson(lazyMemoryFromJson(stored))).toBe(memoryToJson(memoryFromJson(stored)))
      }
    }
    fc.assert(fc.property(memories, same), { numRuns: 60 })
  })

  test('keeps the facts that nobody asked for: what is made of it is stored with them', () => {
    const read = lazyMemoryFromJson(memoryToJson(wholeMemory))
    const failed: GrantMemory = { ...read, readFailure: wholeMemory.readFailure }
    expect(memoryFromJson(JSON.stringify(failed)).facts).toStrictEqual(wholeMemory.facts)
    expect(memoryFromJson(memoryToJson(failed)).facts).toStrictEqual(wholeMemory.facts)
    if (!read.facts) throw new Error('Expected facts')
    const again = factsAt(at(99), read.facts)
    expect([again.at, again.value]).toStrictEqual([at(99), wholeMemory.facts.value])
  })

  test('with damaged facts is refused when they are asked for, and with anything else damaged at once', () => {
    const text = memoryToJson(wholeMemory)
    const without = text.replace('"resources":', '"resource":')
    expect(() => memoryFromJson(without)).toThrow(DamagedGrantError)
    const read = lazyMemoryFromJson(without)
    expect(read.verified).toStrictEqual(wholeMemory.verified)
    expect(() => read.facts?.value).toThrow(DamagedGrantError)
    const others = [
      text.replace('"verified":{"at"', '"verified":{"on"'),
      text.replace('"facts":{"at"', '"facts":{"on"'),
      text.slice(0, -1),
      text.slice(1),
      text.replaceAll('\n', '\n\n}'),
    ]
    for (const other of others) {
      expect(() => lazyMemoryFromJson(other).facts?.value, other).toThrow(DamagedGrantError)
    }
  })
})
