const names = ['http_proxy', 'https_proxy', 'all_proxy']

/** Everything that tests ask is on this machine: a proxy of the environment would only be in the way. */
export const withoutProxy: Readonly<Record<string, string>> = Object.fromEntries(
  names.flatMap((name) => [name, name.toUpperCase()]).map((name) => [name, '']),
)
