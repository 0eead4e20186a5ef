import { type Html, html } from './html.ts'

/** Shared look of every page: system fonts, light and dark, down to 320 px. */
export const style = `
:root{color-scheme:light dark;--bg:#f3f4f6;--card:#fff;--ink:#1b1f24;--soft:#59636e;--line:#d6dbe1;--accent:#0b5cad;--on:#fff;
--good:#1a7f37;--bad:#b3261e;--warn:#8a5a00;--chip:#eef1f4}
@media(prefers-color-scheme:dark){:root{--bg:#14171b;--card:#1e2227;--ink:#e8eaed;--soft:#a3acb6;--line:#363c44;--accent:#6cb0f5;--on:#0c1116;
--good:#5fd07a;--bad:#ff8a80;--warn:#f0c060;--chip:#2a3037}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif}
a{color:var(--accent)}h1{font-size:1.4rem;line-height:1.25;margin:.2rem 0 .6rem}h2{font-size:1.05rem;margin:1.2rem 0 .4rem}
h3{font-size:1rem;margin:0}p{margin:.4rem 0}.soft{color:var(--soft)}.small{font-size:.86rem}
code{font:.86em ui-monospace,Consolas,monospace;overflow-wrap:anywhere}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.2rem}
button,select,input{font:inherit;color:inherit;border:1px solid var(--line);border-radius:6px;background:var(--card);padding:.35rem .7rem;min-height:2.2rem;max-width:100%}
button{cursor:pointer}button:hover{border-color:var(--accent)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
button.quiet{border-color:transparent;background:none;color:var(--accent);padding-left:.2rem;padding-right:.2rem}
button.harm{color:var(--bad)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.tape{background:repeating-linear-gradient(135deg,#7a4d00 0 14px,#8f5c00 14px 28px);color:#fff;font-weight:600;font-size:.86rem;padding:.35rem 1rem;text-align:center}
`

/** Shown on every page: this is not Microsoft. */
export const tape: Html = html`<div class="tape">Emulator on this machine. This isn't Microsoft. Never type a real password here.</div>`

/** A whole page. */
export function htmlPage(title: string, body: Html, extraStyle = ''): string {
  const head = html`<title>${title}</title>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
${head.text}<link rel="icon" href="data:,"><style>${style}${extraStyle}</style></head><body>${tape.text}${body.text}</body></html>
`
}
