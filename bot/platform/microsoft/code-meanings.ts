import { findOutcomeName, type OutcomeName } from './outcomes.ts'

type Meanings = readonly (readonly [text: RegExp, name: OutcomeName])[]

/** Codes that Microsoft uses for several errors: the text decides, and without a known text the table's own meaning holds. */
const meaningsByCode: Readonly<Record<string, Meanings>> = {
  '650051': [
    [/claim is invalid|does not exist on resource application/, 'permissionNotPublished'],
    [/permissions? .{0,60}(invalid|outdated)|(invalid|outdated) .{0,40}permission/, 'permissionNotPublished'],
    [/delegationscope|value length/, 'tooManyScopes'],
    [/unmanaged|dns validation|claim ownership/, 'tenantUnmanaged'],
    [/already (present|exists)|already in use|with the same value/, 'appAlreadyPresent'],
  ],
  // An old number for what has numbers of its own today.
  '65005': [
    [/not listed in the requested permissions|which is not listed/, 'apiNotListed'],
    [/scope .{0,200}(doesn.t|does not) exist/, 'scopeUnknown'],
  ],
  '70001': [[/not found in the directory|was not found/, 'appNotInTenant']],
  '700011': [[/not found in the directory|was not found/, 'appNotInTenant']],
  '50012': [
    [/client secret/, 'secretWrong'],
    [/signature|certificate|thumbprint/, 'certificateRefused'],
  ],
  Unauthorized: [[/not provisioned|intune/, 'serviceNotSetUp']],
}

/** Bounds the text that is looked at. */
const longest = 4_000

/** Lower case, and one blank for blanks, line ends and the plus signs of addresses. */
const plain = (text: string): string =>
  text
    .slice(0, longest)
    .toLowerCase()
    .replace(/[\s+]+/g, ' ')

/** What a code means in this text: AADSTS numbers, Graph codes and socket codes; undefined if the code is unknown. */
export function findMeaning(code: string | undefined, text = ''): OutcomeName | undefined {
  const name = findOutcomeName(code)
  if (code === undefined || !Object.hasOwn(meaningsByCode, code)) return name
  const said = plain(text)
  return meaningsByCode[code]?.find(([pattern]) => pattern.test(said))?.[1] ?? name
}

/** Every text meaning of a number, for the documentation. */
export const textMeanings: readonly (readonly [code: string, name: OutcomeName])[] = Object.entries(
  meaningsByCode,
).flatMap(([code, meanings]) => meanings.map(([, name]) => [code, name] as const))

/** Codes that Graph gives to every kind of 403: the text decides. */
export const vagueCodes: ReadonlySet<string> = new Set(['Forbidden', 'AccessDenied'])

/** `Policy.Read.All` in a text names what is missing, not a policy. */
const permissionNames = /(?<![a-z-])[a-z-]+(?:\.[a-z-]+)+/g

/**
 * Why Graph refused with 403, where its code says nothing exact: a missing right, unless code or text name a license or a
 * policy.
 */
export function meaningOfRefusal(code = '', text = ''): OutcomeName {
  const said = `${code} ${plain(text)}`.toLowerCase().replace(permissionNames, ' ')
  if (/licen[cs]|premium|subscription/.test(said)) return 'licenceMissing'
  return /conditional ?access|polic(y|ies)/.test(said) ? 'accessRefused' : 'readerRightMissing'
}

/** The Conditional Access policy in the `claims` of a refusal; undefined if there is none. Only a GUID leaves the text. */
export function findPolicyId(claims: string): string | undefined {
  const from = claims.search(/capolids/i)
  if (from < 0) return undefined
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(claims.slice(from, from + 400))
  return id?.[0].toLowerCase()
}
