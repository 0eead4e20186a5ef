import { cutTokens } from './cut-tokens.ts'

/** Words that lead to a name. */
const joins = new Set(
  'in to for on at of from with into within inside across under about as @ - : -> => named called'.split(' '),
)
/** Words between the names of a list. */
const separators = new Set(['and', '&', '+', 'plus', 'und'])
/** Words that say what kind of thing a name is. */
const labels = new Set(
  `the a an our my their its both these following tenant tenants tenant's customer customers client clients organization organizations
  organisation org company please pls plz thanks thx asap fyi urgently set sets permission permissions app apps application applications consent access rights id domain`.split(
    /\s+/,
  ),
)
/** Words that turn or limit what a line says: nothing is done by a line with one of them. */
const turns = new Set(
  `not no never don't dont doesn't isn't shouldn't won't cannot can't cant without except excluding excl but unless instead besides
  nobody none neither nor minus or if either rather skip skipping ignore ignoring omit omitting avoid avoiding exclude doesnt isnt shouldnt
  aren't arent wasn't wouldn't wouldnt n't`.split(/\s+/),
)

/** Words for more than can be named. */
const alls = new Set('all everything everywhere every each any anything everyone'.split(' '))

export const isAll = (key: string): boolean => alls.has(key)
export const isJoin = (key: string): boolean => joins.has(key)
export const isSeparator = (key: string): boolean => separators.has(key)
export const isLabel = (key: string): boolean => labels.has(key)

const refusals = /[\u{1f6ab}\u{26d4}\u{274c}\u{274e}\u{2716}\u{1f44e}\u{1f6d1}\u{270b}\u{1f645}]/u

/** A picture that says no, at the ends of a line or between its words. Names in quotes are names. */
export const findRefusal = (line: string): string | undefined =>
  refusals.exec(line.replace(/"[^"]*"/g, ' '))?.[0]

/** The first word of a line that turns or limits it. Names in quotes are names. */
export function findTurn(line: string): string | undefined {
  const found = cutTokens(line).find(({ kind, key }) => kind === 'word' && turns.has(key))
  return found && line.slice(found.at, found.end)
}

/** "Contoso's" names Contoso. */
export const withoutPossessive = (name: string): string => name.replace(/'s?$/i, '')
