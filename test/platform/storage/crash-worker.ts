import { append } from '#domain/audit/audit-store.ts'
import { add } from '#platform/outbox/outbox-store.ts'
import { openDatabase } from '#platform/storage/open-database.ts'

// Writes entry after entry and prints the number of each when it is answered, until somebody kills it:
// the test, or this process itself at the named step of the named transaction.
const [path = '', dieAt, dieIn] = process.argv.slice(2)
let number = 0
const database = await openDatabase(path, {
  step: (name) => {
    if (name === dieAt && number === Number(dieIn)) process.kill(process.pid, 'SIGKILL')
  },
})
for (;;) {
  number++
  const at = new Date(number)
  await database.transaction(async (tx) => {
    const entry = { at, actor: 'system', action: `entry ${number}`, result: 'done' } as const
    const id = await append(tx, entry)
    const subject = { kind: 'entry', id: String(id) }
    await add(tx, { conversationId: 'c', activityId: `card ${number}`, subject, dueAt: at })
  })
  process.stdout.write(`${number}\n`)
}
