import { withoutEnding } from '#platform/text/fold-text.ts'

/** More courtesies than anybody writes in a row, and how much of a line is looked at for one. */
const mostRounds = 8
const longestCourtesy = 80

const addressee = '(?: (?:there|all|team|bot|grantkeeper|everyone|everybody|folks|guys))?'
/** What stands before a request and says nothing about it. Questions such as "should I" and "did you" are none. */
const before = new RegExp(
  `^(?:${[
    `(?:hi|hello|hey|hiya|howdy|dear|greetings)${addressee}`,
    `good (?:morning|afternoon|evening|day)${addressee}`,
    'please(?: to)?|pls|plz|plese|kindly|ok|okay|just|@?grantkeeper|bot|asap|fyi|urgent|thanks|thank you|thx',
    '(?:can|could|would|will) (?:you|u|we|i)(?: please| pls| kindly)?',
    "(?:i|we)(?: would|'d| 'd)? (?:want|need|like|wish|have)(?: you)? to|id like(?: you)? to",
    "i'm trying to|i am trying to|i wanna|wanna|let's|lets|let us|let me|go ahead and|time to|quick question",
  ].join('|')})(?=[\\s,.:!;-]|$)[\\s,.:!;-]*`,
  'iu',
)
/** What stands behind it. Alerts "for me" are not those for everyone in a channel. */
const after = new RegExp(
  `(?:^|[\\s,.!;-]+)(?:${[
    'please|pls|plz|kindly|asap|fyi|urgent|cheers|thx|ty|tia|mate|grantkeeper|many thanks|much appreciated',
    '(?:thanks|thank you)(?: (?:a lot|so much|very much|in advance|again|guys|team|all|bot|grantkeeper))?',
    '(?<!\\b(?:alerts?|(?:un)?subscribe)\\b.{0,80})for (?:me|us)|if you can|if possible|when you can|when you get a chance|right now|right away|now|immediately',
    'urgently|quickly|again|once more|as soon as possible',
  ].join('|')})$`,
  'iu',
)
/** Pictures and the smileys of before. */
const pictures =
  /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|[:;]-?[)(DPp]|\s)+|(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]|\s[:;]-?[)(DPp]|\s)+$/gu

/** A line without greetings, courtesies, and pictures at its ends. What stands inside of it is not looked at. */
export function withoutCourtesy(line: string): string {
  let text = line
  for (let round = 0; round < mostRounds; round += 1) {
    const next = withoutOne(text)
    if (next === text) break
    text = next
  }
  return text
}

function withoutOne(text: string): string {
  const plain = withoutEnding(withoutPictures(text))
  const [start = ''] = before.exec(plain.slice(0, longestCourtesy)) ?? []
  const rest = plain.slice(start.length)
  const tail = rest.slice(-longestCourtesy)
  const [end = ''] = after.exec(tail) ?? []
  return rest.slice(0, rest.length - end.length).trim()
}

/** Only the ends are looked at, because a name can hold a picture. */
function withoutPictures(text: string): string {
  if (text.length <= 2 * longestCourtesy) return text.replace(pictures, '')
  const [head, tail] = [text.slice(0, longestCourtesy), text.slice(-longestCourtesy)]
  return (
    head.replace(pictures, '') + text.slice(longestCourtesy, -longestCourtesy) + tail.replace(pictures, '')
  )
}
