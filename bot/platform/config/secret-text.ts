/**
 * Why a text is no bare secret or key but something it was copied from or mistaken for, and what to do; undefined if it can be
 * one. The same for variables and for files. Never quotes it.
 */
export function whyNoSecret(text: string): string | undefined {
  if (/^<.*>$/.test(text)) return 'This is a placeholder. Use the secret value.'
  if (/-----BEGIN/.test(text))
    return 'This is a certificate or key. Save it to a file and name that file instead.'
  if (/^@Microsoft\.KeyVault\b/i.test(text))
    return 'This is a reference to Key Vault that was not resolved. Give the app access to the vault, or use the value.'
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'This is a URL, not a secret. Use the secret value.'
  if (/^(?:\$\{?\w+\}?|%\w+%|null|undefined)$/.test(text))
    return 'This is the name of a variable that nothing replaced, or no value at all. Use the secret value.'
  if (/\*{3}|\u2022{3}/.test(text))
    return 'This is the hidden form that the portal shows. Use the secret value, which was shown once when it was created.'
  if (/^(?:\/(?:run|etc|var|mnt|home|opt|app|secrets|vault)\/|[a-z]:\\)/i.test(text))
    return 'This is the path of a file. Name it in the variable that ends in _FILE.'
  if (/^[{[]/.test(text)) return 'This is JSON. Use only the secret value in it.'
  if (/^["'`“”‘’]|["'`“”‘’]$/.test(text)) return 'The value is in quotes. Remove them.'
  // In base64, = stands at the end only.
  if (/^(?:export |set )?\$?(?:env:)?[a-z_][a-z0-9_.-]* ?= ?[^=\s]/i.test(text))
    return 'This is a whole assignment, NAME=value. Use only what follows the =.'
  return undefined
}

/** Entra's secrets are plain ASCII; anything else came along when it was copied. */
export const hasOddSign = (text: string): boolean => /[^!-~\s]/.test(text)
