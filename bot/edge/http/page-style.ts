import { createHash } from 'node:crypto'

/** One style sheet for every page, inline: the pages load nothing. */
export const pageStyle = `
:root{color-scheme:light dark;--ground:#f3f4f8;--paper:#fff;--ink:#1b1c22;--soft:#585c68;--line:#dcdfe8;--brand:#4a4fbf;--brand-ink:#fff;--tint:#eef0fd;--danger:#a4262c;--danger-tint:#fdeeee;--warn:#7a4b00;--warn-tint:#fdf3de}
@media (prefers-color-scheme:dark){:root{--ground:#16171c;--paper:#202228;--ink:#f1f2f6;--soft:#b0b4c0;--line:#383b45;--brand:#a3a8ff;--brand-ink:#15163a;--tint:#2a2d45;--danger:#ff9a9f;--danger-tint:#3c2326;--warn:#f4c46b;--warn-tint:#3a3020}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 "Segoe UI Variable Text","Segoe UI",system-ui,-apple-system,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:44rem;margin:0 auto;padding:1.25rem 1rem 3rem}
.brand{display:flex;align-items:center;gap:.6rem;margin:0 0 1.1rem;font-weight:600}
.brand span{white-space:nowrap}
.brand svg{width:1.75rem;height:1.75rem;flex:none;color:var(--brand)}
.brand small{margin-left:auto;color:var(--soft);font-weight:400;font-size:.8125rem;text-align:right}
.paper{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:1.25rem;margin:0 0 1rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .5rem;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.0625rem;margin:0 0 .75rem}
p{margin:0 0 .75rem}
p:last-child{margin-bottom:0}
.soft{color:var(--soft)}
.code{text-align:center;background:var(--tint);border-radius:12px;padding:1rem .75rem;margin:1.1rem 0 0}
.code b{display:block;font:700 2.25rem/1.2 ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace;letter-spacing:.08em;white-space:nowrap;margin:.25rem 0}
.code p{font-size:.875rem;margin:0;text-wrap:balance}
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.5rem 1rem;margin:0}
dt{color:var(--soft)}
dd{margin:0}
.id{font:.875rem/1.7 ui-monospace,"Cascadia Mono",Consolas,"DejaVu Sans Mono",monospace}
ul{list-style:none;margin:0;padding:0}
li{padding:.7rem 0;border-top:1px solid var(--line)}
li:first-child{border-top:0;padding-top:0}
li:last-child{padding-bottom:0}
li p{margin:.15rem 0 0}
li .soft{font-size:.875rem}
.tier{display:inline-block;font-size:.75rem;line-height:1.4;padding:.05rem .5rem;border-radius:99px;border:1px solid var(--line);color:var(--soft);margin-left:.35rem;white-space:nowrap}
.tier0{color:var(--danger);background:var(--danger-tint);border-color:currentColor;font-weight:600}
.tier1{color:var(--warn);background:var(--warn-tint);border-color:currentColor}
details{margin-top:.9rem;border-top:1px solid var(--line);padding-top:.9rem}
summary{cursor:pointer;font-weight:600;color:var(--brand)}
summary:focus-visible{outline:3px solid var(--ink);outline-offset:3px;border-radius:4px}
details ul{margin-top:.75rem}
button{display:block;width:100%;border:0;border-radius:10px;padding:.85rem 1rem;background:var(--brand);color:var(--brand-ink);font-family:inherit;font-weight:600;font-size:1.0625rem;line-height:1.3;cursor:pointer}
button:hover{filter:brightness(1.08)}
button:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
form p{font-size:.875rem;margin:.75rem 0 0}
.note{text-align:center;padding:2.5rem 1.25rem}
.note .mark{font-size:2.5rem;line-height:1;margin-bottom:.75rem}
@media (max-width:30rem){main{padding:.9rem .65rem 2rem}.paper{padding:1rem .85rem}h1{font-size:1.25rem}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .6rem}dd:last-child{margin:0}.code b{font-size:1.9rem}.tier{white-space:normal;margin-left:0}li strong{font-size:.9rem}}
@media print{:root{color-scheme:light;--ground:#fff;--paper:#fff;--ink:#000;--soft:#333;--line:#bbb;--brand:#000;--tint:#fff;--danger:#8a1c22;--danger-tint:#fff;--warn:#5c3a00;--warn-tint:#fff}body{font-size:10.5pt}main{max-width:none;padding:0}.paper{border:0;border-radius:0;padding:0;margin:0 0 1rem}.code{border:1px solid var(--line);padding:.5rem;margin:.6rem 0 0}.code b{font-size:1.5rem}h1{font-size:1.25rem}li,dt,dd,.code{break-inside:avoid}h2,summary{break-after:avoid}form{display:none}details::details-content{content-visibility:visible;display:block}summary{list-style:none;color:var(--ink)}}
@media (forced-colors:active){.paper,.code,button{border:1px solid}}
`

export const styleHash = `sha256-${createHash('sha256').update(pageStyle).digest('base64')}`
