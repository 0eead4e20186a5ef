import { OutsideError } from './errors.ts'
import { seconds } from './time.ts'

/** Sends one JSON text to an address of the operator. @throws OutsideError unless the answer is a success */
export async function postJson(url: string, text: string, fetch = globalThis.fetch): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: text,
    // A redirect could lead anywhere.
    redirect: 'error',
    signal: AbortSignal.timeout(seconds(10)),
  })
  await response.body?.cancel()
  if (!response.ok) throw new OutsideError({ service: 'network', status: response.status })
}
