import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** One session of the server, which whoever has a transaction gets. */
interface Session {
  socket: Socket
  client?: Socket
}

/** The address of a pooler in front of a server: it gives a session to whoever has a transaction, as PgBouncer does in that mode. */
export async function startPooler(url: string, sessions = 2): Promise<string> {
  const { hostname, port, username, pathname } = new URL(url)
  const pool = await Promise.all(
    Array.from({ length: sessions }, () => openSession(hostname, Number(port), username, pathname.slice(1))),
  )
  const server = createServer((client) => serve(client, pool))
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.close()
    for (const { socket } of pool) socket.destroy()
  })
  return `postgres://${username}@127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`
}

/** What the client asks of a session in its first message, such as its options, is dropped. */
async function openSession(host: string, port: number, user: string, database: string): Promise<Session> {
  const socket = connect(port, host)
  const text = Buffer.from(`user\0${user}\0database\0${database}\0\0`)
  const start = Buffer.alloc(8)
  start.writeInt32BE(text.length + 8)
  start.writeInt32BE(196_608, 4)
  socket.write(Buffer.concat([start, text]))
  const session: Session = { socket }
  await new Promise<void>((ready) => {
    forEachMessage(socket, (type, message) => {
      session.client?.write(message)
      if (type !== 'Z') return
      ready()
      // Idle: outside of a transaction.
      if (message[5] === 'I'.charCodeAt(0)) delete session.client
    })
  })
  return session
}

function serve(client: Socket, pool: Session[]): void {
  client.once('data', () => {
    client.write(
      Buffer.concat([
        Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
        Buffer.from([0x5a, 0, 0, 0, 5, 'I'.charCodeAt(0)]),
      ]),
    )
    forEachMessage(client, (type, message) => {
      if (type === 'X') return void client.end()
      const session = pool.find((each) => each.client === client) ?? pool.find((each) => !each.client)
      if (!session) throw new Error('Expected a free session')
      session.client = client
      session.socket.write(message)
    })
  })
}

function forEachMessage(socket: Socket, take: (type: string, message: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 5) {
      const end = 1 + rest.readInt32BE(1)
      if (rest.length < end) return
      take(String.fromCharCode(rest[0] ?? 0), rest.subarray(0, end))
      rest = rest.subarray(end)
    }
  })
}
