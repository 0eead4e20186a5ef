import { afterEach, expect, test, vi } from 'vitest'
import { rememberLookups } from '#platform/storage/keyv.ts'

afterEach(() => {
  vi.useRealTimers()
})

function counted() {
  const asked: string[] = []
  const lookUp = async (key: string): Promise<string> => {
    asked.push(key)
    if (key === 'bad') throw new Error('no answer')
    return `answer to ${key}`
  }
  return { asked, lookUp }
}

test('asks once while it remembers, whatever the case', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { asked, lookUp } = counted()
  const find = rememberLookups(lookUp, { keepMs: 1_000, limit: 10 })
  expect(await find('Contoso.com')).toBe('answer to Contoso.com')
  expect(await find(' contoso.COM')).toBe('answer to Contoso.com')
  expect(asked).toEqual(['Contoso.com'])
  vi.advanceTimersByTime(1_001)
  await find('contoso.com')
  expect(asked).toHaveLength(2)
})

test('keeps no failure', async () => {
  const { asked, lookUp } = counted()
  const find = rememberLookups(lookUp, { keepMs: 1_000, limit: 10 })
  await expect(find('bad')).rejects.toThrow('no answer')
  await expect(find('bad')).rejects.toThrow('no answer')
  expect(asked).toEqual(['bad', 'bad'])
})

test('forgets the oldest beyond its limit', async () => {
  const { asked, lookUp } = counted()
  const find = rememberLookups(lookUp, { keepMs: 60_000, limit: 2 })
  for (const key of ['a', 'b', 'c', 'c', 'b', 'a']) await find(key)
  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})
