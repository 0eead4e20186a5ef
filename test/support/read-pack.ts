/** What a reviewer sees of the file, by headings and labels, without anything of the program. */
export interface SeenPack {
  text: string
  facts: Readonly<Record<string, string>>
  section(title: RegExp): SeenSection
}

export interface SeenSection {
  text: string
  entries: readonly { name: string; tags: readonly string[]; lines: Readonly<Record<string, string>> }[]
}

/** Reads the HTML file as a browser shows it: marks without markup. @throws Error for a heading that isn't there */
export function seePack(file: string): SeenPack {
  const body = /<body>([\s\S]*)<\/body>/.exec(file)?.[1] ?? ''
  const sections = [...body.matchAll(/<section id="[^"]*"><h2>([\s\S]*?)<\/h2>([\s\S]*?)<\/section>/g)]
  return {
    text: seen(body),
    facts: linesOf(/<div class="facts">([\s\S]*?)<\/div>/.exec(body)?.[1] ?? ''),
    section(title) {
      const found = sections.find(([, heading = '']) => title.test(seen(heading)))
      if (!found) throw new Error(`Expected a heading ${title} in the file`)
      const [, , text = ''] = found
      const entries = [...text.matchAll(/<article><h4>([\s\S]*?)<\/h4>([\s\S]*?)<\/article>/g)]
      return {
        text: seen(text),
        entries: entries.map(([, head = '', lines = '']) => ({
          name: seen(head.replace(/<span[\s\S]*/, '')),
          tags: [...head.matchAll(/<span[^>]*>([\s\S]*?)<\/span>/g)].map(([, tag = '']) => seen(tag)),
          lines: linesOf(lines),
        })),
      }
    },
  }
}

/** A label that is empty belongs to the one before. */
function linesOf(markup: string): Record<string, string> {
  const lines: Record<string, string> = {}
  let label = ''
  for (const [, term = '', text = ''] of markup.matchAll(/<dt>([\s\S]*?)<\/dt><dd[^>]*>([\s\S]*?)<\/dd>/g)) {
    label = seen(term) || label
    lines[label] = [lines[label], seen(text)].filter(Boolean).join('\n')
  }
  return lines
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

const seen = (markup: string): string =>
  markup
    .replace(/<(?:\/?(?:p|li|h\d|dt|dd|dl|article|section|ol))\b[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/&(#?\w+);/g, (all, name: string) => entities[name] ?? all)
    .replace(/\s+/g, ' ')
    .trim()
