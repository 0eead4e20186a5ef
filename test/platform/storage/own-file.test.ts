import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { append } from '#domain/audit/audit-store.ts'
import { lineFile } from '#platform/storage/line-file.ts'
import { openDatabase } from '#platform/storage/open-database.ts'
import { alice, at } from '../../stores/samples.ts'
import { temporaryFile } from '../../support/databases.ts'

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)
const filesOf = (path: string): string[] => ['', '-wal', '-shm'].map((end) => path + end)

async function open(path: string) {
  const before = process.umask(0o022)
  onTestFinished(() => void process.umask(before))
  const exposed: string[] = []
  const database = await openDatabase(path, { onExposed: (file) => exposed.push(file) })
  onTestFinished(() => database.close())
  await append(database.db, { at: at(0), actor: alice, action: 'a', result: 'done' })
  return { exposed, database }
}

test('a new database, its log and its index are the owner’s alone, and so are new folders', async () => {
  const path = join(dirname(await temporaryFile()), 'new', 'deep', 'own.sqlite')
  const { exposed } = await open(path)
  expect(filesOf(path).map((file) => [existsSync(file), modeOf(file)])).toEqual([
    [true, '600'],
    [true, '600'],
    [true, '600'],
  ])
  expect([modeOf(dirname(path)), modeOf(dirname(dirname(path)))]).toEqual(['700', '700'])
  expect(exposed).toEqual([])
})

test('files that were open to others are closed to them, and the folder of the operator stays as it is', async () => {
  const path = join(dirname(await temporaryFile()), 'given', 'own.sqlite')
  mkdirSync(dirname(path))
  chmodSync(dirname(path), 0o755)
  const first = await open(path)
  for (const file of filesOf(path)) chmodSync(file, 0o664)
  await open(path)
  expect(filesOf(path).map(modeOf)).toEqual(['600', '600', '600'])
  await first.database.close()
  expect(modeOf(dirname(path))).toBe('755')
})

test('a file of anchors is the owner’s alone', async () => {
  const path = await temporaryFile()
  const before = process.umask(0)
  onTestFinished(() => void process.umask(before))
  await lineFile(path).append('{}')
  expect(modeOf(path)).toBe('600')
  writeFileSync(path, 'a\nb\n', { flag: 'a' })
  expect((await lineFile(path).readLastLines()).filter(Boolean)).toEqual(['{}', 'a', 'b'])
})
