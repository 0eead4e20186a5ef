import type { WholeApp } from './whole-app.ts'

/** Changes the emulator as its world page does. @throws Error with the emulator's message if it refuses */
export async function changeWorld(
  { emulator }: Pick<WholeApp, 'emulator'>,
  action: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const response = await fetch(new URL(`/world/api/${action}`, emulator.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`Expected 200 for ${action}, got ${response.status} ${text}`)
}
