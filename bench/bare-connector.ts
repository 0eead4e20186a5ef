import { createServer } from 'node:http'

// The channel in a separate process, so that its cost is not measured: accepts every card at once.
const port = Number(process.env.PORT)
createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(201, { 'Content-Type': 'application/json' })
    response.end('{"id":"1700000000000"}')
  })
}).listen(port, '127.0.0.1')
