import { foldText } from '#platform/text/fold-text.ts'
import type { Message } from '../channel/read-message.ts'

/** A longer text and its copy are cut at different places. */
const longest = 15_000
/** Nobody asks about more links at once. */
const mostLinks = 20

/** Why a message can't be taken for what was meant; undefined if nothing speaks against it. */
export function doubtOf(message: Message, bare: string): 'struck' | 'differs' | undefined {
  if (message.isStruck) return 'struck'
  const { formatted, besideText, links } = message
  if (formatted === undefined || besideText.length > 0 || bare.length > longest) return undefined
  const titles = links
    .slice(0, mostLinks)
    .flatMap(({ title, address }) => [title, address])
    .map(lettersOf)
  const [text, copy] = [bare, formatted].map((words) => without(lettersOf(words), titles))
  if (text === copy || copy === '') return undefined
  // Teams writes the numbers of a list into the text only.
  const isNumbered =
    /(?:^|\n)\s*\d{1,3}[.)]\s/.test(bare) && text?.replace(/\p{N}/gu, '') === copy?.replace(/\p{N}/gu, '')
  return isNumbered ? undefined : 'differs'
}

/** Letters and numbers only: spaces, pictures, and punctuation differ between the two. */
const lettersOf = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]/gu, '')

const without = (text: string, pieces: readonly string[]): string =>
  pieces.reduce((rest, piece) => (piece === '' ? rest : rest.replace(piece, '')), text)
