import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { systemClock } from '#platform/base/time.ts'

// The receiver of webhooks in a separate process, so that its cost is not measured: accepts every event at once, and tells on
// GET when each arrived.
const port = Number(process.env.PORT)
let arrivals: { id: string; type: string; at: number; ms: number }[] = []

createServer(async (request, response) => {
  if (request.method !== 'POST') {
    response.end(JSON.stringify(arrivals))
    arrivals = []
    return
  }
  const arrivedAt = systemClock().getTime()
  const { id, type, time } = JSON.parse(await text(request)) as { id: string; type: string; time: string }
  arrivals.push({ id, type, at: arrivedAt, ms: arrivedAt - Date.parse(time) })
  response.writeHead(204).end()
}).listen(port, '127.0.0.1')
