import { silentLog } from '#platform/base/log.ts'
import { makeOutbox } from '#platform/outbox/delivery-loop.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import { openDatabase } from '#platform/storage/open-database.ts'

// Delivers three cards one after another and prints each delivery, but crashes in the middle of the second.
const [path = '', dieAt] = process.argv.slice(2)
const database = await openDatabase(path)
const clock = () => new Date(10)
let cards = 0
const arrive = async (_conversationId: string, activityId: string) => {
  process.stdout.write(`${activityId}\n`)
}
const never = () => Promise.reject(new Error('nothing new is posted here'))
const outbox = makeOutbox<string>({
  database,
  clock,
  log: silentLog,
  chat: { post: never, postToPerson: never, update: arrive },
  render: async ({ id }) => id,
  step: (name) => {
    if (name === 'message.taken') cards++
    if (name === dieAt && cards === 2) process.kill(process.pid, 'SIGKILL')
  },
})
for (const id of ['1', '2', '3']) {
  const message = { conversationId: 'c', activityId: id, subject: { kind: 'thing', id }, dueAt: clock() }
  await database.transaction((tx) => add(tx, message))
}
await outbox.settled()
