import { createHash } from 'node:crypto'
import { plain } from '../../../cards/text.ts'

/** Inline, because the file must be complete. Always light: it is printed and forwarded. */
const packStyle = `
:root{color-scheme:light;--ink:#1b1c22;--soft:#565a66;--line:#d5d8e2;--brand:#3c41a8;--tint:#f4f5fb;--bad:#9b1c23;--bad-tint:#fdeeee;--warn:#714600;--warn-tint:#fdf3de}
*{box-sizing:border-box}
html{background:#fff}
body{margin:0 auto;max-width:50rem;padding:1.5rem 1.25rem 3rem;background:#fff;color:var(--ink);font:15px/1.5 "Segoe UI Variable Text","Segoe UI",system-ui,-apple-system,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
header{border-bottom:3px solid var(--brand);padding-bottom:.75rem;margin-bottom:1.25rem}
.kind{margin:0;color:var(--brand);font-weight:600;font-size:.8125rem;letter-spacing:.04em;text-transform:uppercase}
h1{font-size:1.75rem;line-height:1.2;margin:.15rem 0 .25rem;letter-spacing:-.01em;text-wrap:balance}
.sub{font-size:1.0625rem;margin:0 0 .35rem}
h2{font-size:1.25rem;line-height:1.3;margin:2rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:.9375rem;margin:1.25rem 0 .5rem;color:var(--soft)}
h4{font-size:1rem;margin:0 0 .4rem}
h4 code{font-size:.9375rem}
p{margin:0 0 .6rem}
a{color:var(--brand)}
code,.url{font-family:ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace}
.url{font-size:.8125rem}
.soft{color:var(--soft);font-size:.875rem;margin:0}
.facts{background:var(--tint);border-radius:10px;padding:.9rem 1rem}
nav ol{margin:1.1rem 0 0;padding-left:1.5rem;columns:2;column-gap:2rem}
nav li{break-inside:avoid;margin:.15rem 0}
dl{display:grid;grid-template-columns:8.5rem 1fr;gap:.25rem .9rem;margin:0 0 .6rem}
dt{color:var(--soft)}
dd{margin:0}
dd.bad,p.bad{color:var(--bad);font-weight:600}
dd.warn{color:var(--warn)}
article{border:1px solid var(--line);border-radius:10px;padding:.8rem .95rem .3rem;margin:0 0 .7rem}
article dl{font-size:.9375rem}
.tag{display:inline-block;font-size:.75rem;font-weight:400;line-height:1.4;padding:.05rem .5rem;border:1px solid var(--line);border-radius:99px;color:var(--soft);margin-left:.3rem;white-space:nowrap}
.tier0{color:var(--bad);background:var(--bad-tint);border-color:currentColor;font-weight:600}
.tier1{color:var(--warn);background:var(--warn-tint);border-color:currentColor}
.steps{margin:0 0 .8rem;padding-left:1.4rem}
.steps li{margin:.3rem 0}
@media (max-width:34rem){body{padding:1rem .8rem 2rem}h1{font-size:1.4rem}nav ol{columns:1}dl{grid-template-columns:1fr;gap:0}dt{font-size:.8125rem;margin-top:.4rem}dt:empty{display:none}article{padding:.7rem .75rem .5rem}}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt "Segoe UI","DejaVu Sans",sans-serif;color:#565a66}}
@media print{html,body{font-size:12px}body{max-width:none;padding:0}h1{font-size:18pt}h2{font-size:13pt;margin-top:14pt}#grant,#revoke,#sources{break-inside:avoid}.facts{background:none;border:1px solid var(--line)}article{break-inside:avoid;border-radius:4px}h2,h3,h4{break-after:avoid}dt,dd,li,p{break-inside:avoid;orphans:3;widows:3}a{color:inherit;text-decoration:none}nav a{color:var(--brand)}.tag,.facts{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`

const longestFooter = 200

/** The style sheet with the line at the foot of each printed page, which only a style sheet can put there. */
export function packStyleOf({ footer }: { footer: string }): string {
  const text = plain(footer, longestFooter).replace(
    /[^\p{L}\p{N} ]/gu,
    (sign) => `\\${sign.codePointAt(0)?.toString(16)} `,
  )
  return `${packStyle}@page{@bottom-left{content:"${text}";width:85%;font:8pt "Segoe UI","DejaVu Sans",sans-serif;color:#565a66}}\n`
}

export const packStyleHash = (document: { footer: string }): string =>
  `sha256-${createHash('sha256').update(packStyleOf(document)).digest('base64')}`
