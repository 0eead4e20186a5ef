import type { Request, Response, Server } from 'restify'
import type { Pack } from '#domain/packs/pack.ts'
import type { DoorLog } from './door-log.ts'
import { fileHeaders, readFileToken, refusalCode, refusalStatus } from './file-link.ts'
import { packDocument } from './pack-document.ts'
import { packHtml } from './pack-html.ts'
import { packMarkdown } from './pack-markdown.ts'
import { packStyleHash } from './pack-style.ts'
import { styleHash } from './page-style.ts'
import { errorPage } from './pages.ts'

interface PackDownload {
  /** Reads the link without counting a download. Both throw `UserError`. */
  getPack(token: string): Promise<unknown>
  openPack(token: string): Promise<Pack>
  onRefused?: DoorLog | undefined
}

const headers = fileHeaders(styleHash)

/** Adds the pack of a link: a page to read, print, or save, and the same as Markdown. A HEAD request is not recorded. */
export function addPackDownload(server: Server, { getPack, openPack, onRefused }: PackDownload): void {
  const answerHead = async (request: Request, response: Response): Promise<void> => {
    const failure = await getPack(readFileToken(request)).then(() => undefined, refusalCode)
    response.writeHead(failure ? refusalStatus(failure) : 200, headers)
    response.end()
  }
  const answer = async (request: Request, response: Response, isMarkdown: boolean): Promise<void> => {
    const pack = await openPack(readFileToken(request)).catch(refusalCode)
    if (typeof pack === 'string') {
      onRefused?.(request, { door: 'pack', status: refusalStatus(pack), reason: pack })
      send(response, { status: refusalStatus(pack), type: 'html', text: errorPage(pack) })
      return
    }
    const document = packDocument(pack)
    const text = isMarkdown ? packMarkdown(document) : packHtml(document)
    const file = { text, fileName: fileNameOf(pack), packStyle: packStyleHash(document) }
    send(response, { status: 200, type: isMarkdown ? 'markdown' : 'html', ...file })
  }
  server.head('/pack/:token', answerHead)
  server.head('/pack/:token/markdown', answerHead)
  server.get('/pack/:token', async (request: Request, response: Response) => answer(request, response, false))
  server.get('/pack/:token/markdown', async (request: Request, response: Response) =>
    answer(request, response, true),
  )
}

interface Sent {
  status: number
  type: 'html' | 'markdown'
  text: string
  fileName?: string
  /** Hash of the style sheet of a pack. */
  packStyle?: string
}

function send(response: Response, { status, type, text, fileName, packStyle }: Sent): void {
  const named = fileName && `${fileName}.${type === 'html' ? 'html' : 'md'}`
  response.writeHead(status, {
    ...(packStyle ? fileHeaders(packStyle) : headers),
    'Content-Type': `text/${type}; charset=utf-8`,
    ...(named && {
      'Content-Disposition': `${type === 'html' ? 'inline' : 'attachment'}; filename="${named}"`,
    }),
  })
  response.end(text)
}

/** ASCII only, because it is sent in a header; IDs of sets are. */
const fileNameOf = ({ set, tenant, madeAt }: Pack): string =>
  ['security-review', set.id, tenant?.id, madeAt.toISOString().slice(0, 10)].filter(Boolean).join('-')
