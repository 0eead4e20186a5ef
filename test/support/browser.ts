export interface Page {
  status: number
  url: string
  text: string
}

/** A minimal browser for the redirects to Microsoft and back: cookies, forms, redirects. */
export interface Browser {
  open(url: string): Promise<Page>
  /** Submits the only form of a page; the given values override its hidden fields. */
  submit(page: Page, fields?: Readonly<Record<string, string>>): Promise<Page>
}

export function makeBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>()

  async function go(url: string, init: RequestInit = {}): Promise<Page> {
    const jar = jars.get(new URL(url).origin) ?? new Map<string, string>()
    jars.set(new URL(url).origin, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) keep(jar, line)
    const text = await response.text()
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location) return go(new URL(location, url).href)
    return { status: response.status, url, text }
  }

  return {
    open: (url) => go(url),
    submit: (page, fields = {}) => {
      const action = /<form[^>]*\saction="([^"]*)"/.exec(page.text)?.[1] ?? page.url
      const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
      const own = Object.fromEntries(hidden.map(([, name, value]) => [name, value]))
      const body = new URLSearchParams({ ...own, ...fields })
      return go(new URL(action, page.url).href, { method: 'POST', body })
    },
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';')
  const cut = pair.indexOf('=')
  const gone = attributes.some((each) => /^\s*max-age=0$/i.test(each))
  if (gone) jar.delete(pair.slice(0, cut))
  else jar.set(pair.slice(0, cut), pair.slice(cut + 1))
}

export type ConsentChoice = { decision: 'accept' | 'cancel' | 'back'; signer?: string }

/** Opens a consent link and decides on the emulator's page. Returns the last page. */
export async function consent(
  browser: Browser,
  link: string,
  { decision, signer = 'privilegedRoleAdministrator' }: ConsentChoice,
): Promise<Page> {
  const start = await browser.open(link)
  const microsoft = await browser.submit(start)
  return browser.submit(microsoft, { decision, signer })
}
