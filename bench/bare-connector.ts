import { createServer } from 'node:http'

// The channel in a process of its own, so that what it costs is not counted: takes every card at once.
const port = Number(process.env.PORT)
createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(201, { 'Content-Type': 'application/json' })
    response.end('{"id":"1700000000000"}')
  })
}).listen(port, '127.0.0.1')
