import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { constants, createGzip } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { getText } from '#platform/microsoft/get-text.ts'

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

/** Writes as fast as it is read, until the other side leaves. */
function writeForever(to: NodeJS.WritableStream, response: ServerResponse): () => number {
  let written = 0
  const chunk = Buffer.alloc(64 * 1024, 'a')
  const write = (): void => {
    while (!response.destroyed) {
      written += chunk.length
      if (!to.write(chunk)) return
    }
  }
  to.on('drain', write)
  write()
  return () => written
}

test('of an answer without end, the beginning is read, and the rest is left', async () => {
  let written = (): number => 0
  const url = await serve((response) => {
    response.writeHead(404)
    written = writeForever(response, response)
  })
  const answer = await getText(url, AbortSignal.timeout(5_000))
  expect(answer).toMatchObject({ read: true, value: { status: 404 } })
  expect(answer.read && answer.value.text).toHaveLength(65_536)
  expect(written()).toBeLessThan(16 * 1024 * 1024)
})

test('a few bytes that unpack to gigabytes are not unpacked', async () => {
  const url = await serve((response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' })
    const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH })
    gzip.pipe(response)
    writeForever(gzip, response)
  })
  const answer = await getText(url, AbortSignal.timeout(5_000))
  expect(answer.read && answer.value.text).toHaveLength(65_536)
})

test('a short text is read whole, also where a character is in two parts', async () => {
  const bytes = Buffer.from('ä')
  const url = await serve((response) => {
    response.write(bytes.subarray(0, 1))
    setImmediate(() => response.end(bytes.subarray(1)))
  })
  expect(await getText(url, AbortSignal.timeout(5_000))).toMatchObject({ read: true, value: { text: 'ä' } })
})
