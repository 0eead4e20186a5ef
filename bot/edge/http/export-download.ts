import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response, Server } from 'restify'
import { UserError, type UserErrorCode } from '#platform/base/errors.ts'
import type { Log } from '#platform/base/log.ts'
import { seconds } from '#platform/base/time.ts'
import type { DoorLog } from './door-log.ts'
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

/** Tokens are 256 random bits; any other format was not issued here and is not looked up. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/

/** A client that reads nothing for this long is disconnected: it would keep the process from stopping. */
const idleMs = seconds(30)

const statusOf: Partial<Record<UserErrorCode, number>> = {
  LINK_UNKNOWN: 404,
  LINK_EXPIRED: 410,
  ROLES_UNREADABLE: 503,
}

const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': `default-src 'none'; style-src '${styleHash}'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
} as const

/** Adds the download of an export. A HEAD request downloads nothing and is not recorded. */
export function addExportDownload(
  server: Server,
  { getExport, downloadExport, onRefused, log }: ExportDownload,
): void {
  server.head('/export/:token', async (request: Request, response: Response) => {
    const failure = await getExport(readToken(request)).then(() => undefined, codeOf)
    response.writeHead(failure ? statusOfCode(failure) : 200, headers)
    response.end()
  })
  server.get('/export/:token', async (request: Request, response: Response) => {
    const download = await downloadExport(readToken(request)).catch(codeOf)
    if (typeof download === 'string') {
      onRefused?.(request, { door: 'export', status: statusOfCode(download), reason: download })
      response.writeHead(statusOfCode(download), { ...headers, 'Content-Type': 'text/html; charset=utf-8' })
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

function readToken(request: Request): string {
  const token: unknown = request.params?.token
  return typeof token === 'string' && tokenPattern.test(token) ? token : ''
}

function codeOf(error: unknown): UserErrorCode {
  if (error instanceof UserError) return error.code
  throw error
}

/** Any other refusal is about the person. */
const statusOfCode = (code: UserErrorCode): number => statusOf[code] ?? 403

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
