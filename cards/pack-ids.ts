/** GUIDs as one text of 22 characters each: 200 of them and their copy for older clients still fit into a message. */
export const packIds = (ids: readonly string[]): string =>
  ids.map((id) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')).join('')

/** The ids again; undefined when the text is none of ours. */
export function unpackIds(text: string): string[] | undefined {
  if (text.length % 22 !== 0 || !/^[\w-]*$/.test(text)) return undefined
  const parts = text.match(/.{22}/g) ?? []
  return parts.map((part) => {
    const hex = Buffer.from(part, 'base64url').toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  })
}
