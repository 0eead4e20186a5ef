import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response, Server } from 'restify'
import type { Log } from '#platform/base/log.ts'
import { seconds } from '#platform/base/time.ts'
import type { DoorLog } from './door-log.ts'
import { fileHeaders, readFileToken, refusalCode, refusalStatus } from './file-link.ts'
import { styleHash } from './page-style.ts'
import { errorPage } from './pages.ts'

interface ExportDownload {
  /** Reads the export without counting a download. Both throw `UserError`. */
  getExport(token: string): Promise<unknown>
  downloadExport(token: string): Promise<{
    fileName: string
    contentType: string
    chunks: AsyncIterable<string>
  }>
  onRefused?: DoorLog | undefined
  log: Log
}

/** A client that reads nothing for this long is disconnected: it would keep the process from stopping. */
const idleMs = seconds(30)

const headers = fileHeaders(styleHash)

/** Adds the download of an export. A HEAD request downloads nothing and is not recorded. */
export function addExportDownload(
  server: Server,
  { getExport, downloadExport, onRefused, log }: ExportDownload,
): void {
  server.head('/export/:token', async (request: Request, response: Response) => {
    const failure = await getExport(readFileToken(request)).then(() => undefined, refusalCode)
    response.writeHead(failure ? refusalStatus(failure) : 200, headers)
    response.end()
  })
  server.get('/export/:token', async (request: Request, response: Response) => {
    const download = await downloadExport(readFileToken(request)).catch(refusalCode)
    if (typeof download === 'string') {
      onRefused?.(request, { door: 'export', status: refusalStatus(download), reason: download })
      response.writeHead(refusalStatus(download), { ...headers, 'Content-Type': 'text/html; charset=utf-8' })
      response.end(errorPage(download))
      return
    }
    response.writeHead(200, {
      ...headers,
      'Content-Type': download.contentType,
      'Content-Disposition': `attachment; filename="${download.fileName}"`,
    })
    response.setTimeout(idleMs, () => response.destroy())
    await send(download.chunks, response, log)
  })
}

/** Streams the file as fast as the client reads. Once started, only a broken connection can show that the file is incomplete. */
async function send(chunks: AsyncIterable<string>, response: Response, log: Log): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), response)
  } catch (error) {
    response.destroy()
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // The person canceled the download.
    if (code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error }, 'an export was interrupted')
  }
}
