import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { GroupCommit } from '#platform/storage/group-commit.ts'
import { temporaryFile } from '../../support/databases.ts'

/** A writing connection, the view of another one, and the transaction statements. */
async function open() {
  const path = await temporaryFile()
  const writer = new DatabaseSync(path)
  writer.exec('pragma journal_mode = wal')
  writer.exec('create table parents (id text primary key) strict')
  writer.exec(`create table rows (id text primary key,
    parent text references parents (id) deferrable initially deferred) strict`)
  const reader = new DatabaseSync(path, { readOnly: true })
  onTestFinished(() => {
    reader.close()
    writer.close()
  })
  const commits: string[] = []
  const exec = writer.exec.bind(writer)
  writer.exec = (text) => {
    if (text === 'commit') commits.push(text)
    exec(text)
  }
  const put = (id: string, parent: string | null = null): void => {
    writer.prepare('insert into rows values (?, ?)').run(id, parent)
  }
  const saved = (): unknown[] =>
    reader
      .prepare('select id from rows order by id')
      .all()
      .map((row) => row.id)
  return { writer, commit: new GroupCommit(writer), commits, put, saved }
}

test('what ends in the same turn of the event loop is on the disk after one commit, and not before', async () => {
  const { commit, commits, put, saved } = await open()
  const ends = ['a', 'b', 'c'].map((id) => {
    commit.begin()
    put(id)
    return commit.end()
  })
  await Promise.resolve()
  expect(saved()).toEqual([])
  await Promise.all(ends)
  expect(saved()).toEqual(['a', 'b', 'c'])
  expect(commits).toHaveLength(1)
})

test.each([0, 1, 2])('number %i is undone and the others stay', async (failing) => {
  const { commit, put, saved } = await open()
  const ends: Promise<void>[] = []
  for (const [at, id] of ['a', 'b', 'c'].entries()) {
    commit.begin()
    put(id)
    if (at === failing) commit.undo()
    else ends.push(commit.end())
  }
  await Promise.all(ends)
  expect(saved()).toEqual(['a', 'b', 'c'].filter((_, at) => at !== failing))
})

test('one that still runs is not committed with those that have ended, and takes them along when it ends', async () => {
  const { commit, put, saved } = await open()
  commit.begin()
  put('a')
  const first = commit.end()
  commit.begin()
  put('b')
  await new Promise((resolve) => setImmediate(resolve))
  expect(saved()).toEqual([])
  await Promise.all([commit.end(), first])
  expect(saved()).toEqual(['a', 'b'])
})

test('a commit that fails is told to all of them, and the next one works', async () => {
  const { commit, put, saved } = await open()
  const ends = ['nobody', null].map((parent, at) => {
    commit.begin()
    put(`row ${at}`, parent)
    return commit.end()
  })
  const results = await Promise.allSettled(ends)
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(saved()).toEqual([])
  commit.begin()
  put('later')
  await commit.end()
  expect(saved()).toEqual(['later'])
})

test('when SQLite takes back everything, those before learn it', async () => {
  const { writer, commit, put, saved } = await open()
  commit.begin()
  put('a')
  const first = commit.end()
  commit.begin()
  put('b')
  writer.exec('rollback')
  commit.undo()
  await expect(first).rejects.toThrow('rolled back')
  commit.begin()
  put('c')
  await commit.end()
  expect(saved()).toEqual(['c'])
})

test('flush does not wait for the event loop', async () => {
  const { commit, put, saved } = await open()
  commit.begin()
  put('a')
  const end = commit.end()
  commit.flush()
  expect(saved()).toEqual(['a'])
  await end
})
