import { classifyNetwork } from './classify.ts'
import type { ReadResult } from './facts.ts'
import { makeOutcome } from './outcomes.ts'

/** What an address answered, without following a redirect. */
export interface TextAnswer {
  status: number
  /** Case doesn't matter. */
  header(name: string): string | undefined
  /** At most the first characters: a page of a proxy can be long. */
  text: string
}

const longest = 64 * 1024

/** Asks one public address, without a credential. Certificates are checked. Network faults are outcomes. */
export async function getText(url: string, signal: AbortSignal): Promise<ReadResult<TextAnswer>> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal })
    const text = await readBeginning(response)
    const header = (name: string) => response.headers.get(name) ?? undefined
    return { read: true, value: { status: response.status, header, text } }
  } catch (error) {
    const outcome = signal.aborted ? makeOutcome('network', 'timedOut') : classifyNetwork(error)
    return { read: false, outcome }
  }
}

/** What lies behind it is not read: it can be without end, or a few bytes that unpack to gigabytes. */
async function readBeginning({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    // Leaving the loop closes the connection.
    if (text.length >= longest) break
  }
  return text.slice(0, longest)
}
